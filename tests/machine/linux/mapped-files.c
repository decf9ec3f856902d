// What is written to a shared mapping of a file reaches the file, whatever rights the mapping has afterwards, and what is only read never does.
// expect:
// written, then made read-only: hello
// written again: HELLO
// only read, then made writable: other
// private: other
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096 };

static int file;

static void show(const char *what) {
  char text[6] = "";
  pread(file, text, 5, 0);
  printf("%s: %s\n", what, text);
}

int main(void) {
  char name[] = "mapped-XXXXXX";
  file = mkstemp(name);
  if (file < 0 || ftruncate(file, PAGE) != 0) return 1;
  unlink(name);
  char *p = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  memcpy(p, "hello", 5);
  mprotect(p, PAGE, PROT_READ);
  munmap(p, PAGE);
  show("written, then made read-only");

  p = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  memcpy(p, "hallo", 5);
  mprotect(p, PAGE, PROT_READ);
  mprotect(p, PAGE, PROT_READ | PROT_WRITE);
  memcpy(p, "HELLO", 5);
  munmap(p, PAGE);
  show("written again");

  p = mmap(0, PAGE, PROT_READ, MAP_SHARED, file, 0);
  volatile char first = *p;
  mprotect(p, PAGE, PROT_READ | PROT_WRITE);
  pwrite(file, "other", 5, 0);
  munmap(p, PAGE);
  show("only read, then made writable");

  p = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
  *p = first;
  munmap(p, PAGE);
  show("private");
  return 0;
}
