// Pseudo-terminals: lines that are edited, echo, signals of the terminal, sessions, hang-up, poll.
// expect:
// a name 1, a terminal 1, of device 136: 1
// locked: 5
// echo "hi\r\n", read "hi\n"
// edited "ok\n", shown "ox\b \bk\r\n"
// word "a c\n", kill "z\n", literal "\003\n"
// end of file 0, part "ab" then 0
// two lines: "one\n" "two\n"
// raw "x", with a minimum "pqr", in no time 0, after a while 0
// output "a\r\nb" and as it is "a\nb"
// waiting 3 and 5
// poll: master 4, then 5; slave 4, then 5
// size 40 100, told 1
// a leader without a terminal: 6
// its own: 1, foreground 1, session 1
// interrupted by 2, quit by 3, suspended by 20
// shown "^C^\\^Z"
// background reader stopped by 21
// background writer stopped by 22
// held 11, then "late"
// hung up: signal 1, read 0, write 5, poll 1d
// the slave is gone: read 5, poll 20, again "back"
// a leader ends: foreground told 1, still "here", then 5
// not a terminal: 25
// a pty of the library: "forked", status 3
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int master, slave;
static char name[64];
static struct termios modes;

static char *shown(const char *bytes, int n) {
  static char texts[8][512];
  static int next;
  char *out = texts[next++ % 8], *p = out;
  for (int i = 0; i < n; i++) {
    unsigned char c = bytes[i];
    if (c == '\n') p += sprintf(p, "\\n");
    else if (c == '\r') p += sprintf(p, "\\r");
    else if (c == '\b') p += sprintf(p, "\\b");
    else if (c == '\\') p += sprintf(p, "\\\\");
    else if (c < 32 || c > 126) p += sprintf(p, "\\%03o", c);
    else *p++ = c;
  }
  *p = 0;
  return out;
}

static char *get(int fd) {
  char b[256];
  int n = read(fd, b, sizeof b);
  return n < 0 ? strcpy(malloc(32), strerror(errno)) : shown(b, n);
}

static void type(const char *text) { write(master, text, strlen(text)); }
static int number(int fd) { char b[64]; int n = read(fd, b, sizeof b); return n < 0 ? errno : n; }
static int events(int fd, int wait) { struct pollfd p = {fd, POLLIN | POLLOUT}; poll(&p, 1, wait); return p.revents; }

static void raw(int min, int time) {
  struct termios m = modes;
  cfmakeraw(&m);
  m.c_cc[VMIN] = min;
  m.c_cc[VTIME] = time;
  tcsetattr(slave, TCSANOW, &m);
}

static void cooked(void) { tcsetattr(slave, TCSANOW, &modes); tcflush(master, TCIOFLUSH); tcflush(slave, TCIOFLUSH); }

static void drain(void) {
  char b[4096];
  while (events(master, 0) & POLLIN) if (read(master, b, sizeof b) <= 0) break;
}

static void new_pair(void) {
  master = posix_openpt(O_RDWR | O_NOCTTY);
  grantpt(master);
  unlockpt(master);
  ptsname_r(master, name, sizeof name);
  slave = open(name, O_RDWR | O_NOCTTY);
}

static int wait_for(pid_t pid, int options) { int s; waitpid(pid, &s, options); return WIFSTOPPED(s) ? WSTOPSIG(s) : WIFSIGNALED(s) ? WTERMSIG(s) : WEXITSTATUS(s); }

static void lines(void) {
  type("hi\n");
  usleep(10000);
  char *echo = get(master);
  printf("echo \"%s\", read \"%s\"\n", echo, get(slave));
  type("ox\177k\r");
  usleep(10000);
  echo = get(slave);
  printf("edited \"%s\", shown \"%s\"\n", echo, get(master));
  type("a bb\027c\n");
  printf("word \"%s\", ", get(slave));
  type("lost\025z\n");
  printf("kill \"%s\", ", get(slave));
  type("\026\003\n");
  printf("literal \"%s\"\n", get(slave));
  type("\004");
  printf("end of file %d, ", number(slave));
  type("ab\004");
  printf("part \"%s\" ", get(slave));
  type("\004");
  printf("then %d\n", number(slave));
  type("one\ntwo\n");
  char *one = get(slave);
  printf("two lines: \"%s\" \"%s\"\n", one, get(slave));
}

static void modes_and_poll(void) {
  char b[16];
  raw(1, 0);
  type("x");
  printf("raw \"%s\", ", get(slave));
  raw(3, 0);
  type("p");
  if (fork() == 0) { usleep(20000); type("q"); usleep(20000); type("r"); _exit(0); }
  printf("with a minimum \"%s\", ", get(slave));
  wait(0);
  raw(0, 0);
  printf("in no time %d, ", number(slave));
  raw(0, 1);
  printf("after a while %d\n", number(slave));
  cooked();
  drain();
  write(slave, "a\nb", 3);
  printf("output \"%s\" ", get(master));
  raw(1, 0);
  write(slave, "a\nb", 3);
  printf("and as it is \"%s\"\n", get(master));
  cooked();
  drain();
  int in, out;
  type("ab\n");
  usleep(10000);
  ioctl(slave, FIONREAD, &in);
  write(slave, "x", 1);
  usleep(10000);
  ioctl(master, FIONREAD, &out);
  printf("waiting %d and %d\n", in, out);
  get(slave);
  drain();
  int m = events(master, 0), s = events(slave, 0);
  write(slave, "x", 1);
  usleep(10000);
  printf("poll: master %d, then %d; ", m, events(master, 100));
  drain();
  type("y\n");
  usleep(10000);
  printf("slave %d, then %d\n", s, events(slave, 100));
  get(slave);
  drain();
}

static void quiet(int s) {}

/* Leads a session on the slave; its child is in the foreground. */
static void job(const char *key) {
  cooked();
  pid_t pid = fork();
  if (pid == 0) {
    setpgid(0, 0);
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(slave, getpid());
    signal(SIGTTOU, SIG_DFL);
    write(slave, "+", 1);
    for (;;) pause();
  }
  setpgid(pid, pid);
  char c;
  while (read(master, &c, 1) == 1 && c != '+') {}
  type(key);
  printf("%d", wait_for(pid, WUNTRACED));
  kill(pid, SIGKILL);
  signal(SIGTTOU, SIG_IGN);
  tcsetpgrp(slave, getpgrp());
}

static void session(void) {
  char b[32];
  setsid();
  printf("a leader without a terminal: %d\n", open("/dev/tty", O_RDWR) < 0 ? errno : 0);
  int took = ioctl(slave, TIOCSCTTY, 0);
  int tty = open("/dev/tty", O_RDWR);
  printf("its own: %d, foreground %d, session %d\n", took == 0 && tty > 0, tcgetpgrp(tty) == getpgrp(), tcgetsid(tty) == getpid());
  signal(SIGTTOU, SIG_IGN);
  printf("interrupted by ");
  job("\003");
  printf(", quit by ");
  job("\034");
  printf(", suspended by ");
  job("\032");
  usleep(10000);
  struct termios still = modes;
  signal(SIGINT, quiet);
  signal(SIGQUIT, quiet);
  signal(SIGTSTP, quiet);
  cooked();
  still.c_lflag |= NOFLSH;
  tcsetattr(slave, TCSANOW, &still);
  type("\003\034\032");
  usleep(20000);
  printf("\nshown \"%s\"\n", get(master));
  cooked();
  pid_t pid = fork();
  if (pid == 0) {
    setpgid(0, 0);
    read(slave, b, 1);
    _exit(0);
  }
  printf("background reader stopped by %d\n", wait_for(pid, WUNTRACED));
  kill(pid, SIGKILL);
  waitpid(pid, 0, 0);
  signal(SIGTTOU, SIG_DFL);
  still = modes;
  still.c_lflag |= TOSTOP;
  tcsetattr(slave, TCSANOW, &still);
  pid = fork();
  if (pid == 0) {
    setpgid(0, 0);
    write(slave, "no", 2);
    _exit(0);
  }
  printf("background writer stopped by %d\n", wait_for(pid, WUNTRACED));
  kill(pid, SIGKILL);
  waitpid(pid, 0, 0);
  cooked();
  drain();
  type("\023");
  usleep(10000);
  int f = fcntl(slave, F_GETFL);
  fcntl(slave, F_SETFL, f | O_NONBLOCK);
  int held = write(slave, "late", 4) < 0 ? errno : 0;
  fcntl(slave, F_SETFL, f);
  if (fork() == 0) { write(slave, "late", 4); _exit(0); }
  type("\021");
  printf("held %d, then \"%s\"\n", held, get(master));
  wait(0);
}

static volatile int hangups;
static void hangup(int s) { hangups++; }

static void ends(void) {
  pid_t pid = fork();
  if (pid == 0) {
    signal(SIGHUP, hangup);
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    close(master);
    write(slave, "+", 1);
    while (!hangups) usleep(1000);
    char b[8];
    int n = read(slave, b, 8), w = write(slave, "x", 1) < 0 ? errno : 0;
    printf("hung up: signal %d, read %d, write %d, poll %x\n", hangups, n, w, events(slave, 0) & ~POLLRDHUP);
    fflush(stdout);
    _exit(0);
  }
  close(slave);
  char c;
  read(master, &c, 1);
  close(master);
  waitpid(pid, 0, 0);

  new_pair();
  close(slave);
  int e = number(master);
  printf("the slave is gone: read %d, poll %d, again ", e, events(master, 0));
  slave = open(name, O_RDWR | O_NOCTTY);
  write(slave, "back", 4);
  printf("\"%s\"\n", get(master));

  int fds[2];
  pipe(fds);
  fflush(stdout);
  pid = fork();
  if (pid == 0) {
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    if (fork() == 0) {
      signal(SIGHUP, hangup);
      close(master);
      setpgid(0, 0);
      signal(SIGTTOU, SIG_IGN);
      tcsetpgrp(slave, getpid());
      write(fds[1], "+", 1);
      while (!hangups) usleep(1000);
      write(fds[1], "h", 1);
      write(slave, "here", 4);
      _exit(0);
    }
    read(fds[0], &c, 1);
    _exit(0);
  }
  close(slave);
  waitpid(pid, 0, 0);
  read(fds[0], &c, 1);
  printf("a leader ends: foreground told %d, still \"%s\", ", c == 'h', get(master));
  printf("then %d\n", number(master));
  printf("not a terminal: %d\n", tcgetattr(fds[0], &modes) < 0 ? errno : 0);
  close(master);
}

int main(void) {
  struct stat s;
  setvbuf(stdout, 0, _IOFBF, 65536);
  master = posix_openpt(O_RDWR | O_NOCTTY);
  ptsname_r(master, name, sizeof name);
  int locked = open(name, O_RDWR | O_NOCTTY) < 0 ? errno : 0;
  unlockpt(master);
  slave = open(name, O_RDWR | O_NOCTTY);
  fstat(slave, &s);
  printf("a name %d, a terminal %d, of device 136: %d\nlocked: %d\n", !strcmp(ttyname(slave), name), isatty(slave) && isatty(master), S_ISCHR(s.st_mode) && major(s.st_rdev) == 136, locked);
  tcgetattr(slave, &modes);
  lines();
  drain();
  modes_and_poll();
  struct winsize w = {.ws_row = 40, .ws_col = 100}, seen;
  ioctl(master, TIOCSWINSZ, &w);
  ioctl(slave, TIOCGWINSZ, &seen);
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    signal(SIGWINCH, hangup);
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    w.ws_row++;
    ioctl(master, TIOCSWINSZ, &w);
    usleep(20000);
    _exit(hangups);
  }
  printf("size %d %d, told %d\n", seen.ws_row, seen.ws_col, wait_for(pid, 0));
  close(master);
  close(slave);
  fflush(stdout);
  pid = fork();
  if (pid == 0) {
    new_pair();
    session();
    fflush(stdout);
    _exit(0);
  }
  waitpid(pid, 0, 0);
  new_pair();
  ends();
  fflush(stdout);
  pid = forkpty(&master, 0, 0, 0);
  if (pid == 0) {
    dprintf(1, "forked");
    _exit(3);
  }
  char *text = get(master);
  printf("a pty of the library: \"%s\", status %d\n", text, wait_for(pid, 0));
  return 0;
}
