// A thread that calls execve ends all others, those that start meanwhile too, and is the main one.
// Without exit_group a process ends with its last thread, and as that has said.
// file: itself
// expect:
// replaced: main thread, one thread
// one of two: 7
// status 5
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void replace(const char *what) {
  char *arguments[] = {"program", (char *)what, NULL};
  execve("itself", arguments, environ);
}

static void *last(void *unused) {
  usleep(50000);
  syscall(SYS_exit, 5);
  return unused;
}

static void *nothing(void *unused) { return unused; }

static void *breed(void *unused) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  for (pthread_t t;;) {
    pthread_create(&t, &attributes, nothing, NULL);
    sched_yield();
  }
}

static void *replacing(void *what) {
  replace(what);
  return NULL;
}

static void wait_for(const char *what, int pid) {
  int status = -1;
  waitpid(pid, &status, 0);
  printf("%s %d\n", what, WEXITSTATUS(status));
  fflush(stdout);
}

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (argc > 1 && !strcmp(argv[1], "who")) {
    char line[100];
    int threads = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, f)) sscanf(line, "Threads: %d", &threads);
    printf("replaced: %s, %s\n", syscall(SYS_gettid) == getpid() ? "main thread" : "another",
           threads == 1 ? "one thread" : "several");
    return 0;
  }
  if (argc > 1) return 7;
  pthread_t t;
  int pid = fork();
  if (pid == 0) {
    for (int i = 0; i < 4; i++) pthread_create(&t, NULL, breed, NULL);
    pthread_create(&t, NULL, replacing, "who");
    for (;;) sched_yield();
  }
  waitpid(pid, NULL, 0);
  pid = fork();
  if (pid == 0) {
    for (int i = 0; i < 2; i++) pthread_create(&t, NULL, replacing, "end");
    for (;;) sched_yield();
  }
  wait_for("one of two:", pid);
  pid = fork();
  if (pid == 0) {
    pthread_create(&t, NULL, last, NULL);
    syscall(SYS_exit, 3);
  }
  wait_for("status", pid);
  return 0;
}
