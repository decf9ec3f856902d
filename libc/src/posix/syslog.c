/* Messages to the system's log: a datagram to /dev/log, if somebody listens there. */
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include "../internal.h"

extern char *program_invocation_short_name;

static const char *identity;
static int options, facility = LOG_USER, mask = 0xff, connection = -1;
static int lock;

static int connected(void) {
  static const struct sockaddr_un log = {.sun_family = AF_UNIX, .sun_path = _PATH_LOG};
  if (connection >= 0) return 1;
  connection = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (connection < 0) return 0;
  fcntl(connection, F_SETFD, FD_CLOEXEC);
  if (!connect(connection, (const struct sockaddr *)&log, sizeof log)) return 1;
  close(connection);
  connection = -1;
  return 0;
}

static void disconnect(void) {
  if (connection >= 0) close(connection);
  connection = -1;
}

void openlog(const char *name, int flags, int where) {
  __acquire(&lock);
  identity = name;
  options = flags;
  if (where && !(where & ~LOG_FACMASK)) facility = where;
  if (flags & LOG_NDELAY) connected();
  __release(&lock);
}

void closelog(void) {
  __acquire(&lock);
  disconnect();
  identity = 0;
  __release(&lock);
}

int setlogmask(int wanted) {
  __acquire(&lock);
  int before = mask;
  if (wanted) mask = wanted;
  __release(&lock);
  return before;
}

/* The daemon may have been started anew: one more attempt. */
static int sent(const char *text, size_t n) {
  for (int attempt = 0; attempt < 2; attempt++) {
    if (!connected()) return 0;
    if (send(connection, text, n, MSG_NOSIGNAL) >= 0) return 1;
    disconnect();
  }
  return 0;
}

static void to_console(const char *text, size_t n) {
  int fd = open(_PATH_CONSOLE, O_WRONLY | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return;
  write(fd, text, n);
  write(fd, "\r\n", 2);
  close(fd);
}

/* The format with the error's message for each %m, which printf need not know. */
static void put_message(char *out, size_t size, const char *format, int error) {
  char *end = out + size - 1;
  for (; *format && out < end; format++) {
    if (*format == '%' && format[1] == 'm') {
      for (const char *p = strerror(error); *p && out < end; p++) *out++ = *p;
      format++;
    } else {
      *out++ = *format;
      if (*format == '%' && format[1] == '%' && out < end) *out++ = *++format;
    }
  }
  *out = 0;
}

static void deliver(int priority, int error, const char *format, va_list list) {
  char line[2048], expanded[1024], when[32];
  struct tm tm;
  time_t now = time(0);
  strftime(when, sizeof when, "%b %e %T", localtime_r(&now, &tm));
  size_t header = (size_t)snprintf(line, sizeof line, "<%d>%s ", priority, when);
  size_t n = header + (size_t)snprintf(line + header, sizeof line - header, "%.256s",
                                      identity ? identity : program_invocation_short_name);
  if (options & LOG_PID) n += (size_t)snprintf(line + n, sizeof line - n, "[%d]", getpid());
  n += (size_t)snprintf(line + n, sizeof line - n, ": ");
  put_message(expanded, sizeof expanded, format, error);
  int length = vsnprintf(line + n, sizeof line - n, expanded, list);
  if (length < 0) return;
  n = n + (size_t)length < sizeof line ? n + (size_t)length : sizeof line - 1;
  if (options & LOG_PERROR)
    dprintf(2, "%.*s%s", (int)(n - header), line + header, line[n - 1] == '\n' ? "" : "\n");
  if (!sent(line, n) && options & LOG_CONS) to_console(line + header, n - header);
}

void vsyslog(int priority, const char *format, va_list list) {
  int error = errno;
  if (!(mask & LOG_MASK(LOG_PRI(priority)))) return;
  if (!(priority & LOG_FACMASK)) priority |= facility;
  __acquire(&lock);
  deliver(priority, error, format, list);
  __release(&lock);
  errno = error;
}

void syslog(int priority, const char *format, ...) {
  va_list list;
  va_start(list, format);
  vsyslog(priority, format, list);
  va_end(list);
}
