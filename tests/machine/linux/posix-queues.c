// Message queues of POSIX: order, limits, names, waiting, notification.
// expect:
// opened: 3 messages of 16, 0 there, flags 0
// in order: high, low one, low two
// too long: 90, too short a buffer: 90, priority: 22
// full: 11, empty: 11
// a time that has passed: 110
// wrong way: 9 9
// again: 17, none: 2, a bad name: 13, too many messages: 22
// told: signal 10, value 42, from a queue: 1
// one at a time: 16
// poll: out 1, in 1
// a child sends: "from the child", priority 5
// without a name: 2, still open: 0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int signal_number, value, from_queue;

static void told(int number, siginfo_t *info, void *unused) {
  signal_number = number;
  value = info->si_value.sival_int;
  from_queue = info->si_code == SI_MESGQ;
}

static int failure(long result) { return result < 0 ? errno : 0; }

int main(void) {
  struct mq_attr attributes = {.mq_maxmsg = 3, .mq_msgsize = 16}, seen;
  char text[3][32] = {""}, c[32] = "";
  unsigned priority;
  mq_unlink("/queue");
  mqd_t q = mq_open("/queue", O_CREAT | O_RDWR, 0600, &attributes);
  mq_getattr(q, &seen);
  printf("opened: %ld messages of %ld, %ld there, flags %ld\n", seen.mq_maxmsg, seen.mq_msgsize, seen.mq_curmsgs, seen.mq_flags);
  mq_send(q, "low one", 8, 1);
  mq_send(q, "low two", 8, 1);
  mq_send(q, "high", 5, 9);
  for (int i = 0; i < 3; i++) mq_receive(q, text[i], 32, NULL);
  printf("in order: %s, %s, %s\n", text[0], text[1], text[2]);
  int too_long = failure(mq_send(q, c, 17, 0)), too_short = failure(mq_receive(q, c, 15, NULL));
  printf("too long: %d, too short a buffer: %d, priority: %d\n", too_long, too_short, failure(mq_send(q, c, 1, 32768)));
  struct mq_attr blocking = {.mq_flags = O_NONBLOCK};
  mq_setattr(q, &blocking, NULL);
  for (int i = 0; i < 3; i++) mq_send(q, "x", 2, 0);
  int full = failure(mq_send(q, "x", 2, 0));
  for (int i = 0; i < 3; i++) mq_receive(q, c, 32, NULL);
  printf("full: %d, empty: %d\n", full, failure(mq_receive(q, c, 32, NULL)));
  blocking.mq_flags = 0;
  mq_setattr(q, &blocking, NULL);
  struct timespec passed = {1, 0};
  printf("a time that has passed: %d\n", failure(mq_timedreceive(q, c, 32, NULL, &passed)));
  mqd_t in = mq_open("/queue", O_RDONLY), out = mq_open("/queue", O_WRONLY);
  int send = failure(mq_send(in, "x", 1, 0));
  printf("wrong way: %d %d\n", send, failure(mq_receive(out, c, 32, NULL)));
  int again = failure(mq_open("/queue", O_CREAT | O_EXCL | O_RDWR, 0600, &attributes)), none = failure(mq_open("/none", O_RDWR));
  int name = failure(mq_open("/a/b", O_CREAT | O_RDWR, 0600, NULL));
  attributes.mq_maxmsg = -1;
  printf("again: %d, none: %d, a bad name: %d, too many messages: %d\n", again, none, name,
         failure(mq_open("/many", O_CREAT | O_RDWR, 0600, &attributes)));

  struct sigaction action = {.sa_sigaction = told, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, NULL);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 42};
  mq_notify(q, &event);
  int busy = failure(mq_notify(q, &event));
  mq_send(q, "x", 2, 0);
  printf("told: signal %d, value %d, from a queue: %d\n", signal_number, value, from_queue);
  printf("one at a time: %d\n", busy);
  struct pollfd polled = {(int)q, POLLIN | POLLOUT};
  poll(&polled, 1, 0);
  printf("poll: out %d, in %d\n", (polled.revents & POLLOUT) != 0, (polled.revents & POLLIN) != 0);
  mq_receive(q, c, 32, NULL);
  fflush(stdout);
  if (fork() == 0) {
    usleep(20000);
    mq_send(out, "from the child", 15, 5);
    _exit(0);
  }
  mq_receive(in, c, 32, &priority);
  printf("a child sends: \"%s\", priority %u\n", c, priority);
  wait(NULL);
  mq_unlink("/queue");
  int gone = failure(mq_open("/queue", O_RDWR));
  printf("without a name: %d, still open: %d\n", gone, failure(mq_getattr(q, &seen)));
  return 0;
}
