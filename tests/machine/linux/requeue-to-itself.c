// A waiter that is moved to the word where it waits already moves once, however many may move.
// expect:
// moved 1
// woken 1
#define _GNU_SOURCE
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint32_t word;

static void *wait_for_it(void *unused) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, 0, 0, 0);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, wait_for_it, 0);
  long moved = 0;
  while (moved == 0) {
    usleep(1000);
    moved = syscall(SYS_futex, &word, FUTEX_REQUEUE_PRIVATE, 0, (long) INT_MAX, &word, 0);
  }
  printf("moved %ld\n", moved);
  printf("woken %ld\n", syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0));
  pthread_join(thread, 0);
  return 0;
}
