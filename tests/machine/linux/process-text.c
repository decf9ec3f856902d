// What /proc says of a process: its environment and arguments as they are in memory now, names of threads, open files, namespaces, and numbers.
// file: self
// expect:
// environ: empty
// environ: A=1 BC=two
// after a change: A=9 BC=two
// cmdline: x y
// title: titled
// comm: renamed, status renamed
// a thread: worker, main still renamed; written: other
// fdinfo: pos 3, flags 02100002
// a pidfd: Pid
// ns: user:[, mnt is a link, 10 names
// stat: 52 fields, state R, parent seen, handlers caught
// a child asleep: S
// stopped: T
// zombie: Z, cmdline empty
// smaps: as many as maps, Rss
// score: 100, refused below, other -1
// uptime goes on, btime near
// statm: 7
// a thread's directory: status of it
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char text[200000];

static int file(const char *path) {
  int fd = open(path, O_RDONLY), length = 0, count;
  if (fd < 0) return -errno;
  while ((count = read(fd, text + length, sizeof text - 1 - length)) > 0) length += count;
  text[length] = 0;
  close(fd);
  return length;
}

static const char *list(const char *path) {
  int length = file(path);
  for (int i = 0; i < length - 1; i++)
    if (!text[i]) text[i] = ' ';
  return text;
}

static const char *line(const char *name) {
  static char value[100];
  char *at = strstr(text, name);
  value[0] = 0;
  if (at) sscanf(at + strlen(name), "%99[^\n]", value);
  return value;
}

static char state(int pid) {
  char path[40];
  sprintf(path, "/proc/%d/stat", pid);
  return file(path) < 0 ? '?' : strrchr(text, ')')[2];
}

static void handler(int signal) {}

static int worker_tid;
static pthread_barrier_t barrier;

static void *worker(void *unused) {
  worker_tid = syscall(SYS_gettid);
  prctl(PR_SET_NAME, "worker");
  pthread_barrier_wait(&barrier);
  pthread_barrier_wait(&barrier);
  return 0;
}

int main(int c, char **v, char **environment) {
  if (c == 1) {
    printf("environ: %s\n", file("/proc/self/environ") == 0 ? "empty" : text);
    fflush(stdout);
    char *arguments[] = {"x", "y", 0}, *variables[] = {"A=1", "BC=two", 0};
    execve("/proc/self/exe", arguments, variables);
    execve("/work/self", arguments, variables);
    return 1;
  }
  printf("environ: %s\n", list("/proc/self/environ"));
  environment[0][2] = '9';
  printf("after a change: %s\n", list("/proc/self/environ"));
  printf("cmdline: %s\n", list("/proc/self/cmdline"));
  memcpy(v[0], "titled", 7); // Over the environment, as programs do that show titles.
  printf("title: %s\n", list("/proc/self/cmdline"));

  prctl(PR_SET_NAME, "renamed");
  file("/proc/self/comm");
  printf("comm: %.7s", text);
  file("/proc/self/status");
  printf(", status %s\n", line("Name:\t"));

  pthread_t thread;
  char path[60];
  pthread_barrier_init(&barrier, 0, 2);
  pthread_create(&thread, 0, worker, 0);
  pthread_barrier_wait(&barrier);
  sprintf(path, "/proc/self/task/%d/comm", worker_tid);
  file(path);
  printf("a thread: %.6s", text);
  file("/proc/self/comm");
  printf(", main still %.7s", text);
  int fd = open(path, O_WRONLY);
  write(fd, "other", 5);
  close(fd);
  file(path);
  printf("; written: %s", text);

  fd = open("/work/file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  write(fd, "abcdef", 6);
  lseek(fd, 3, SEEK_SET);
  sprintf(path, "/proc/self/fdinfo/%d", fd);
  file(path);
  printf("fdinfo: pos %s", line("pos:\t"));
  printf(", flags %s\n", line("flags:\t"));
  int pidfd = syscall(SYS_pidfd_open, getpid(), 0);
  sprintf(path, "/proc/self/fdinfo/%d", pidfd);
  file(path);
  printf("a pidfd: %s\n", atoi(line("\nPid:\t")) == getpid() ? "Pid" : text);

  char link[40];
  struct stat info;
  int count = 0, length = readlink("/proc/self/ns/user", link, sizeof link);
  lstat("/proc/self/ns/mnt", &info);
  DIR *directory = opendir("/proc/self/ns");
  for (struct dirent *entry; (entry = readdir(directory));) count += entry->d_name[0] != '.';
  closedir(directory);
  printf("ns: %.6s, mnt is %s, %d names\n", link, S_ISLNK(info.st_mode) ? "a link" : "none", count);

  signal(SIGUSR1, handler);
  file("/proc/self/stat");
  int fields = 2, parent;
  char own, *behind = strrchr(text, ')') + 2;
  for (char *at = behind; *at; at++) fields += *at == ' ' || *at == '\n';
  sscanf(behind, "%c %d", &own, &parent);
  long caught = 0;
  char *at = behind;
  for (int i = 3; i < 34; i++) at = strchr(at, ' ') + 1;
  caught = atol(at);
  printf("stat: %d fields, state %c, parent %s, handlers %s\n", fields, own, parent == getppid() ? "seen" : "wrong",
         caught & 1 << SIGUSR1 - 1 ? "caught" : "not");

  int ends[2];
  pipe(ends);
  int child = fork();
  if (!child) {
    read(ends[0], link, 1);
    _exit(0);
  }
  for (int i = 0; i < 200 && state(child) != 'S'; i++) usleep(10000);
  printf("a child asleep: %c\n", state(child));
  kill(child, SIGSTOP);
  for (int i = 0; i < 200 && state(child) != 'T'; i++) usleep(10000);
  printf("stopped: %c\n", state(child));
  kill(child, SIGKILL);
  siginfo_t end;
  waitid(P_PID, child, &end, WEXITED | WNOWAIT);
  printf("zombie: %c", state(child));
  sprintf(path, "/proc/%d/cmdline", child);
  printf(", cmdline %s\n", file(path) == 0 ? "empty" : text);
  waitpid(child, 0, 0);

  int maps = 0, sizes = 0;
  file("/proc/self/maps");
  for (char *p = text; *p; p++) maps += *p == '\n';
  file("/proc/self/smaps");
  for (char *p = text; (p = strstr(p, "\nRss:")); p++) sizes++;
  printf("smaps: %s, Rss\n", maps <= sizes ? "as many as maps" : "fewer than maps");

  fd = open("/proc/self/oom_score_adj", O_RDWR);
  write(fd, "100\n", 4);
  file("/proc/self/oom_score_adj");
  printf("score: %d, ", atoi(text));
  printf("%s below, other %zd\n", write(fd, "-5", 2) < 0 && errno == EACCES ? "refused" : "set", write(fd, "2000", 4));

  double before, now;
  file("/proc/uptime");
  before = atof(text);
  usleep(50000);
  file("/proc/uptime");
  now = atof(text);
  file("/proc/stat");
  long begin = atol(line("btime "));
  printf("uptime %s, btime %s\n", now > before ? "goes on" : "stands", labs(begin + (long) now - time(0)) <= 2 ? "near" : "far");
  file("/proc/self/statm");
  count = 0;
  for (char *p = text; *p; p++) count += *p == ' ' || *p == '\n';
  printf("statm: %d\n", count);
  sprintf(path, "/proc/self/task/%d/status", worker_tid);
  file(path);
  printf("a thread's directory: %s\n", atoi(line("\nPid:\t")) == worker_tid ? "status of it" : text);
  pthread_barrier_wait(&barrier);
  pthread_join(thread, 0);
  return 0;
}
