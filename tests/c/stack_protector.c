// -fstack-protector-strong: an overflow that reaches the return address is found before the return; what the functions do otherwise is as it was.
// options: -fstack-protector-strong
// skip: interpreter, rv32, pipeline
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "check.h"

struct text {
  int length;
  char bytes[12];
};

static __attribute__((noinline)) int characters(const char *s) {
  char copy[8];
  int after = 7;
  strcpy(copy, s);
  return after + copy[0];
}

static __attribute__((noinline)) int numbers(const int *from, int n) {
  int copy[4];
  for (int i = 0; i < n; i++) copy[i] = from[i];
  return copy[0] + copy[(n - 1) & 3];
}

static __attribute__((noinline)) struct text record(const char *s) {
  struct text t;
  t.length = (int)strlen(s);
  strcpy(t.bytes, s);
  return t;
}

static __attribute__((noinline)) int dynamic(int n, const char *s) {
  char copy[n];
  strcpy(copy, s);
  __asm__ volatile("" : : "r"(copy) : "memory"); // What points to the array may be overwritten as well.
  return n;
}

static __attribute__((noinline)) int ways(int which, const char *s) {
  char copy[16];
  memcpy(copy, s, strlen(s) + 1);
  if (which == 1) return copy[0];
  if (which == 2) return copy[1];
  return characters(copy); // No tail call: the frame is still to be looked at.
}

static int numbers_of[100] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

static void overflow(int which) {
  char big[400];
  memset(big, 'A', 399);
  big[399] = 0;
  switch (which) {
    case 0: characters(big); break;
    case 1: numbers(numbers_of, 100); break;
    case 2: record(big); break;
    case 3: dynamic(4, big); break;
    case 4: ways(1, big); break;
    case 5: ways(3, big); break;
  }
}

/* The signal that a child ends with. */
static int end_of(int which) {
  pid_t child = fork();
  if (child == 0) {
    close(2);
    overflow(which);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

int main(void) {
#if !defined __SSP_STRONG__ || __SSP_STRONG__ != 3
  CHECK(1, 0);
#endif
  CHECK(2, characters("abc") == 7 + 'a');
  CHECK(3, numbers(numbers_of, 4) == 5);
  struct text t = record("hello");
  CHECK(4, t.length == 5 && strcmp(t.bytes, "hello") == 0);
  CHECK(5, ways(1, "xy") == 'x' && ways(2, "xy") == 'y' && ways(3, "xy") == 7 + 'x');
  CHECK(6, dynamic(6, "hello") == 6);
  for (int which = 0; which < 6; which++) CHECK(10 + which, end_of(which) == SIGABRT);
  return 0;
}
