// Threads that wait already, on a word in a shared mapping, are woken by a process that is forked after that; what threads write to
// the mapping while it is forked is not lost.
// host: Linux
// expect:
// anonymous: woken
// file: woken
// counted: 1
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void *page(int fd) {
  return mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | (fd < 0 ? MAP_ANONYMOUS : 0), fd, 0);
}

static void *await(void *semaphore) {
  sem_wait(semaphore);
  return 0;
}

static void wake(const char *name, sem_t *semaphore) {
  pthread_t thread;
  sem_init(semaphore, 1, 0);
  pthread_create(&thread, 0, await, semaphore);
  usleep(100000);
  if (fork() == 0) {
    sem_post(semaphore);
    _exit(0);
  }
  wait(0);
  pthread_join(thread, 0);
  printf("%s: woken\n", name);
}

static volatile int stop;

// Counts in a shared page, and knows how far it should have come.
static void *count(void *counter) {
  volatile long *number = counter;
  long expected = 0;
  while (!stop) {
    if (*number != expected) {
      return 0;
    }
    *number = ++expected;
  }
  return (void *)1;
}

int main(void) {
  wake("anonymous", page(-1));
  int fd = open("shared", O_RDWR | O_CREAT | O_TRUNC, 0600);
  ftruncate(fd, 4096);
  wake("file", page(fd));

  long *early = page(-1);
  pthread_t thread;
  pthread_create(&thread, 0, count, early);
  for (int k = 0; k < 20; k++) {
    void *more = page(-1); // Shared only from its fork on.
    usleep(1000);
    if (fork() == 0) {
      _exit(0);
    }
    wait(0);
    munmap(more, 4096);
  }
  stop = 1;
  void *result;
  pthread_join(thread, &result);
  printf("counted: %ld\n", (long)result);
}
