// Static locals, tentative definitions, extern in blocks, weak and alias, constructors, TLS, sections.
// expect-output: constructor 1
// expect-output: constructor 2
// expect-output: main
// expect-output: destructor
#include "check.h"
#include <stdio.h>

int tentative;
int tentative;
extern int later;
static int hidden = 3;
extern int visible __attribute__((alias("hidden_target")));
int hidden_target = 12;
extern int missing __attribute__((weak));
__thread int tls = 5;
static __thread char tlsBuffer[100];
static int counter(void) {
  static int n = 10;
  static int *self = &n;
  return ++*self;
}
static int counter2(void) {
  static int n;
  return ++n;
}
__attribute__((weak)) int weakly(void) { return 1; }
static int real(int x) { return x + 1; }
int renamed(int x) __attribute__((alias("real")));
__attribute__((constructor(200))) static void second(void) { puts("constructor 2"); }
__attribute__((constructor(150))) static void first(void) { puts("constructor 1"); }
__attribute__((destructor)) static void last(void) { puts("destructor"); }
int inSection __attribute__((section(".data.mine"))) = 9;
const int table[3] = {1, 2, 3};
int otherName __asm__("other_name") = 44;
extern int other_name;

int main(void) {
  puts("main");
  CHECK(1, tentative == 0 && later == 8 && hidden == 3 && visible == 12);
  CHECK(2, counter() == 11 && counter() == 12 && counter2() == 1 && counter2() == 2);
  CHECK(3, tls == 5 && ++tls == 6 && tlsBuffer[99] == 0);
  tlsBuffer[50] = 1;
  int *p = &tls;
  CHECK(4, *p == 6 && &missing == 0 && weakly() == 1 && renamed(1) == 2 && real(2) == 3);
  {
    extern int later;
    int hidden = later;
    CHECK(5, hidden == 8);
  }
  CHECK(6, inSection == 9 && table[2] == 3 && other_name == 44);
  return 0;
}
int later = 8;
