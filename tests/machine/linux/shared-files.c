// Mappings of the same file are the same memory, whoever made them and when; reading and writing the file agrees with them.
// expect:
// two mappings: x
// written, then mapped: b
// mapped, then read: c
// a read-only mapping: d
// longer and shorter again: 0
// by name, made apart: child 5, parent 7
// a semaphore by name: posted
// System V, attached apart: child 11, parent 13
// overlapping parts: 1 2
// a ring: wraps
// behind the end: signal 7, code 2, as an argument: 14, then longer: 0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096 };

static char *map(int fd, int rights, size_t size, off_t offset) { return mmap(NULL, size, rights, MAP_SHARED, fd, offset); }

static void one_process(void) {
  int fd = open("file", O_CREAT | O_RDWR, 0600);
  char c = 0;
  write(fd, "aaaa", 4);
  char *first = map(fd, PROT_READ | PROT_WRITE, PAGE, 0);
  c = first[0];
  char *second = map(fd, PROT_READ | PROT_WRITE, PAGE, 0);
  first[0] = 'x';
  printf("two mappings: %c\n", second[0]);
  pwrite(fd, "b", 1, 1);
  printf("written, then mapped: %c\n", first[1]);
  second[2] = 'c';
  pread(fd, &c, 1, 2);
  printf("mapped, then read: %c\n", c);
  int other = open("other", O_CREAT | O_RDWR, 0600), reader = open("other", O_RDONLY);
  write(other, "aaaa", 4);
  char *only = map(reader, PROT_READ, PAGE, 0);
  c = only[3];
  pwrite(other, "d", 1, 3);
  printf("a read-only mapping: %c\n", only[3]);
  ftruncate(fd, 1);
  ftruncate(fd, 4);
  printf("longer and shorter again: %d\n", first[2]);
}

static void by_name(void) {
  int fd = shm_open("/segment", O_CREAT | O_RDWR, 0600);
  ftruncate(fd, 2 * PAGE);
  int *here = (int *)map(fd, PROT_READ | PROT_WRITE, 2 * PAGE, 0);
  sem_t *posted = sem_open("/posted", O_CREAT, 0600, 0);
  here[0] = 5;
  fflush(stdout);
  if (fork() == 0) {
    munmap(here, 2 * PAGE);
    int *there = (int *)map(shm_open("/segment", O_RDWR, 0), PROT_READ | PROT_WRITE, 2 * PAGE, 0);
    there[PAGE / sizeof(int)] = there[0] + 2;
    there[1] = there[0];
    sem_post(sem_open("/posted", 0));
    _exit(0);
  }
  int taken = sem_wait(posted);
  printf("by name, made apart: child %d, parent %d\n", here[1], here[PAGE / sizeof(int)]);
  printf("a semaphore by name: %s\n", taken == 0 ? "posted" : "failed");
  wait(NULL);
  shm_unlink("/segment");
  sem_unlink("/posted");
}

static void system_v(void) {
  int id = shmget(4711, PAGE, IPC_CREAT | 0600);
  volatile int *here = shmat(id, NULL, 0);
  here[0] = 11;
  fflush(stdout);
  if (fork() == 0) {
    shmdt((void *)here);
    volatile int *there = shmat(shmget(4711, PAGE, 0), NULL, 0);
    there[1] = there[0];
    there[0] = 13;
    _exit(0);
  }
  wait(NULL);
  printf("System V, attached apart: child %d, parent %d\n", here[1], here[0]);
  shmctl(id, IPC_RMID, NULL);
}

static void parts(void) {
  int fd = memfd_create("parts", 0);
  ftruncate(fd, 3 * PAGE);
  char *middle = map(fd, PROT_READ | PROT_WRITE, PAGE, PAGE);
  char *all = map(fd, PROT_READ | PROT_WRITE, 3 * PAGE, 0);
  char *end = map(fd, PROT_READ | PROT_WRITE, 2 * PAGE, PAGE);
  middle[0] = 1;
  end[PAGE] = 2;
  printf("overlapping parts: %d %d\n", all[PAGE], all[2 * PAGE]);
  char *ring = mmap(NULL, 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  fd = memfd_create("ring", 0);
  ftruncate(fd, PAGE);
  mmap(ring, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
  mmap(ring + PAGE, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
  memcpy(ring + PAGE - 3, "a wraps", 8);
  printf("a ring: %s\n", strcmp(ring, "raps") ? "does not wrap" : "wraps");
}

static sigjmp_buf back;
static volatile int code;

static void fault(int signal, siginfo_t *info, void *unused) {
  code = info->si_code;
  siglongjmp(back, signal);
}

static void behind_the_end(void) {
  struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
  int fd = open("short", O_CREAT | O_RDWR, 0600), pipes[2];
  pipe(pipes);
  sigaction(SIGBUS, &action, NULL);
  write(fd, "abc", 3);
  volatile char *p = map(fd, PROT_READ | PROT_WRITE, 2 * PAGE, 0);
  int signal = sigsetjmp(back, 1);
  if (signal == 0) code = p[PAGE - 1] + p[PAGE];
  int refused = write(pipes[1], (char *)p + PAGE, 1) < 0 ? errno : 0;
  ftruncate(fd, 2 * PAGE);
  printf("behind the end: signal %d, code %d, as an argument: %d, then longer: %d\n", signal, code, refused, p[PAGE]);
}

int main(void) {
  one_process();
  by_name();
  system_v();
  parts();
  behind_the_end();
  return 0;
}
