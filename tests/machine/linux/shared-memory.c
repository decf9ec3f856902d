// Shared mappings are the same memory in a parent and its children, also for locks, and end with the last.
// host: Linux
// expect:
// anonymous: 7 9
// touched later: 5
// file: 11, in the file: 11
// private: 1
// locked: 20000
// semaphore: 3
// partly unmapped: 1 0
// grandchild: 42
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void *pages(int count, int kind, int fd) {
  return mmap(0, count * 4096, PROT_READ | PROT_WRITE, kind | (fd < 0 ? MAP_ANONYMOUS : 0), fd, 0);
}

#define IN_CHILD(...) do { if (fork() == 0) { __VA_ARGS__; _exit(0); } wait(0); } while (0)

struct shared {
  pthread_mutex_t lock;
  sem_t ready;
  long count;
};

int main(void) {
  int *anonymous = pages(20, MAP_SHARED, -1);
  anonymous[0] = 7;
  IN_CHILD(anonymous[1] = anonymous[0] + 2);
  printf("anonymous: %d %d\n", anonymous[0], anonymous[1]);
  IN_CHILD(anonymous[10000] = 5);
  printf("touched later: %d\n", anonymous[10000]);

  int fd = open("shared.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600);
  ftruncate(fd, 8192);
  int *file = pages(2, MAP_SHARED, fd);
  file[0] = 4;
  IN_CHILD(file[0] += 7; file[1500] = 1);
  msync(file, 8192, MS_SYNC);
  int word = 0;
  pread(fd, &word, 4, 0);
  printf("file: %d, in the file: %d\n", file[0], word);
  unlink("shared.tmp");

  int *own = pages(1, MAP_PRIVATE, -1);
  own[0] = 1;
  IN_CHILD(own[0] = 2);
  printf("private: %d\n", own[0]);

  struct shared *s = pages(1, MAP_SHARED, -1);
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(&s->lock, &attributes);
  sem_init(&s->ready, 1, 0);
  for (int child = 0; child < 4; child++)
    if (fork() == 0) {
      for (int i = 0; i < 5000; i++) {
        pthread_mutex_lock(&s->lock);
        s->count++;
        pthread_mutex_unlock(&s->lock);
      }
      _exit(0);
    }
  for (int child = 0; child < 4; child++) wait(0);
  printf("locked: %ld\n", s->count);

  for (int i = 0; i < 3; i++)
    if (fork() == 0) {
      usleep(20000);
      sem_post(&s->ready);
      _exit(0);
    }
  int got = 0;
  for (; got < 3; got++) sem_wait(&s->ready);
  for (int i = 0; i < 3; i++) wait(0);
  printf("semaphore: %d\n", got);

  munmap(anonymous, 4096);
  int *fresh = mmap(anonymous, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  fresh[0] = 3;
  IN_CHILD(anonymous[5000] = 1; fresh[0] = 8);
  printf("partly unmapped: %d %d\n", anonymous[5000], fresh[0] != 3);

  IN_CHILD(if (fork() == 0) { anonymous[6000] = 42; _exit(0); } wait(0));
  printf("grandchild: %d\n", anonymous[6000]);
  return 0;
}
