// options: -Wall -Wextra
// A volatile object is no exception; an output of asm is used.
int f(int *p, volatile int z) {
  volatile int a;
  a = 2;
  volatile int b;
  b++;
  volatile int c;
  (void)c;
  int old, unused, flag;
  __asm__ volatile("lr.w %0, (%3)\n\tsc.w %1, zero, (%3)" : "=&r"(old), "=&r"(unused), "=m"(flag) : "r"(p));
  z = 3;
  return old;
}
