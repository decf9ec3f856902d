// Calls that a signal interrupts whose handler has SA_RESTART: what is made again and what fails, as signal(7) says.
// expect:
// recv: interrupted on the second try
// accept: interrupted on the second try
// recv with a timeout: interrupted
// read with a timeout: interrupted
// accept with a timeout: interrupted
// poll: interrupted
// select: interrupted
// epoll_wait: interrupted
// msgrcv: interrupted
// semop: interrupted
// semtimedop: interrupted
// read: interrupted on the second try
// write: interrupted on the second try
// eventfd: interrupted on the second try
// timerfd: interrupted on the second try
// inotify: interrupted on the second try
// signalfd: interrupted on the second try
// open: interrupted on the second try
// flock: interrupted on the second try
// fcntl: interrupted on the second try
// nanosleep: interrupted
// clock_nanosleep: interrupted
// sigsuspend: interrupted
// pause: interrupted
// sigtimedwait: interrupted
// wait4: interrupted on the second try
// waitid: interrupted on the second try
// futex: interrupted on the second try
// futex with a timeout: interrupted
// sem_wait: interrupted on the second try
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int ticks;

static void after(int microseconds) {
  struct itimerval v = {{0, 0}, {0, microseconds}};
  setitimer(ITIMER_REAL, &v, NULL);
}

/* The second time it ends a call that has been made again. */
static void tick(int signal) {
  ticks++;
  struct sigaction action = {.sa_handler = tick};
  sigaction(SIGALRM, &action, NULL);
  after(80000);
}

static void arm(void) {
  ticks = 0;
  struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  after(20000);
}

static void show(const char *name, long result, int error) {
  printf("%s: ", name);
  if (result >= 0) printf("%ld", result);
  else if (error == EINTR) printf("interrupted");
  else printf("error %d", error);
  puts(ticks == 1 ? "" : " on the second try");
  fflush(stdout);
}

/* A signal that comes before the call has begun says nothing: then all is done once more. */
#define TRY(name, restarts, call) \
  do { \
    long result; \
    int error; \
    for (int i = 0; i < 5; i++) { \
      arm(); \
      result = (call); \
      error = errno; \
      after(0); \
      if (result < 0 && error == EINTR && ticks == 1 + restarts) break; \
    } \
    show(name, result, error); \
  } while (0)

enum { ONCE, AGAIN };

static void sockets(void) {
  int pair[2], listening = socket(AF_UNIX, SOCK_STREAM, 0);
  char c;
  struct sockaddr_un name = {AF_UNIX, "socket"};
  struct timeval timeout = {1, 0};
  struct msghdr message = {0};
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  bind(listening, (struct sockaddr *)&name, sizeof name);
  listen(listening, 1);
  TRY("recv", AGAIN, recv(pair[0], &c, 1, 0));
  TRY("accept", AGAIN, accept(listening, NULL, NULL));
  setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  setsockopt(listening, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  TRY("recv with a timeout", ONCE, recv(pair[0], &c, 1, 0));
  TRY("read with a timeout", ONCE, read(pair[0], &c, 1));
  TRY("accept with a timeout", ONCE, accept(listening, NULL, NULL));
}

/* Holds what others wait for, and is waited for itself. */
static pid_t holder;

static void files(void) {
  static char big[1 << 17];
  int ends[2];
  unsigned long long count;
  sigset_t user;
  struct itimerspec later = {{0, 0}, {5, 0}};
  pipe(ends);
  TRY("read", AGAIN, read(ends[0], big, 1));
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  write(ends[1], big, sizeof big);
  fcntl(ends[1], F_SETFL, 0);
  TRY("write", AGAIN, write(ends[1], big, 1));
  TRY("eventfd", AGAIN, read(eventfd(0, 0), &count, sizeof count));
  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  timerfd_settime(timer, 0, &later, NULL);
  TRY("timerfd", AGAIN, read(timer, &count, sizeof count));
  TRY("inotify", AGAIN, read(inotify_init(), big, sizeof big));
  sigemptyset(&user);
  sigaddset(&user, SIGUSR1);
  TRY("signalfd", AGAIN, read(signalfd(-1, &user, 0), big, sizeof big));
  mkfifo("pipe", 0600);
  TRY("open", AGAIN, open("pipe", O_RDONLY));
  holder = fork();
  if (holder == 0) {
    struct flock whole = {.l_type = F_WRLCK};
    int file = open("file", O_CREAT | O_RDWR, 0600);
    flock(file, LOCK_EX);
    fcntl(file, F_SETLK, &whole);
    open("pipe", O_WRONLY);
    pause();
  }
  int locked = open("pipe", O_RDONLY), file = open("file", O_RDWR);
  struct flock whole = {.l_type = F_WRLCK};
  TRY("flock", AGAIN, flock(file, LOCK_EX));
  TRY("fcntl", AGAIN, fcntl(file, F_SETLKW, &whole));
  close(locked);
}

static void polls(void) {
  int ends[2];
  pipe(ends);
  struct pollfd one = {ends[0], POLLIN};
  struct timeval timeout = {2, 0};
  struct epoll_event event;
  fd_set set;
  FD_ZERO(&set);
  FD_SET(ends[0], &set);
  TRY("poll", ONCE, poll(&one, 1, 2000));
  TRY("select", ONCE, select(ends[0] + 1, &set, NULL, NULL, &timeout));
  TRY("epoll_wait", ONCE, epoll_wait(epoll_create1(0), &event, 1, 2000));
}

static void system_v(void) {
  struct {
    long type;
    char text[8];
  } message;
  int queue = msgget(IPC_PRIVATE, 0600), semaphore = semget(IPC_PRIVATE, 1, 0600);
  struct sembuf less = {0, -1, 0};
  struct timespec timeout = {2, 0};
  TRY("msgrcv", ONCE, msgrcv(queue, &message, 8, 0, 0));
  TRY("semop", ONCE, semop(semaphore, &less, 1));
  TRY("semtimedop", ONCE, semtimedop(semaphore, &less, 1, &timeout));
  msgctl(queue, IPC_RMID, NULL);
  semctl(semaphore, 0, IPC_RMID);
}

static void waits(void) {
  struct timespec timeout = {2, 0};
  sigset_t none, user;
  int status, word = 0;
  siginfo_t info;
  sem_t semaphore;
  sigemptyset(&none);
  sigemptyset(&user);
  sigaddset(&user, SIGUSR1);
  sigprocmask(SIG_BLOCK, &user, NULL);
  TRY("nanosleep", ONCE, nanosleep(&timeout, NULL));
  TRY("clock_nanosleep", ONCE, -(errno = clock_nanosleep(CLOCK_MONOTONIC, 0, &timeout, NULL)));
  TRY("sigsuspend", ONCE, sigsuspend(&none));
  TRY("pause", ONCE, pause());
  TRY("sigtimedwait", ONCE, sigtimedwait(&user, NULL, &timeout));
  TRY("wait4", AGAIN, wait4(-1, &status, 0, NULL));
  TRY("waitid", AGAIN, waitid(P_ALL, 0, &info, WEXITED));
  TRY("futex", AGAIN, syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0));
  TRY("futex with a timeout", ONCE, syscall(SYS_futex, &word, FUTEX_WAIT, 0, &timeout, NULL, 0));
  sem_init(&semaphore, 0, 0);
  TRY("sem_wait", AGAIN, sem_wait(&semaphore));
}

int main(void) {
  sockets();
  polls();
  system_v();
  files();
  waits();
  kill(holder, SIGKILL);
  return 0;
}
