// Inline assembly: constraints, read-write operands, memory, immediates, register variables, goto.
// skip: interpreter
#include "check.h"

static long add(long a, long b) {
  long r;
  __asm__("add %0, %1, %2" : "=r"(r) : "r"(a), "r"(b));
  return r;
}
static int named(int x) {
  int r;
  __asm__("addi %[out], %[in], %[k]" : [out] "=r"(r) : [in] "r"(x), [k] "I"(-5));
  return r;
}
static int incr(int x) {
  __asm__("addiw %0, %0, 1" : "+r"(x));
  return x;
}
static long tied(long x) {
  long y;
  __asm__("slli %0, %1, 3" : "=r"(y) : "0"(x));
  return y;
}
static int memory(int *p) {
  int r;
  __asm__ volatile("lw %0, %1\n\tsw zero, %2" : "=&r"(r) : "m"(*p), "m"(p[1]) : "memory");
  return r;
}
static void store(int *p, int v) { __asm__("sw %1, %0" : "=m"(*p) : "r"(v)); }
static double fadd(double a, double b) {
  double r;
  __asm__("fadd.d %0, %1, %2" : "=f"(r) : "f"(a), "f"(b));
  return r;
}
static long fixedRegisters(long x) {
  register long a5 __asm__("a5") = x;
  register long a6 __asm__("a6");
  __asm__("addi a6, a5, 7" : "=r"(a6) : "r"(a5));
  return a6;
}
static int jump(int x) {
  __asm__ goto("bnez %0, %l[yes]" : : "r"(x) : : yes);
  return 0;
yes:
  return 1;
}
static int atomic(int *p) {
  int old;
  __asm__ volatile("amoadd.w %0, %2, %1" : "=r"(old), "+A"(*p) : "r"(5) : "memory");
  return old;
}
static int zero(void) {
  int r;
  __asm__("or %0, %z1, %z1" : "=r"(r) : "rJ"(0));
  return r;
}
static int two(int a, int b, int *rest) {
  int q, r;
  __asm__("divw %0, %2, %3\n\tremw %1, %2, %3" : "=&r"(q), "=&r"(r) : "r"(a), "r"(b));
  *rest = r;
  return q;
}
static int clobbers(int x) {
  __asm__ volatile("li s1, 99\n\tli t0, 98" : : : "s1", "t0");
  return x + 1;
}

// asm goto with outputs: they hold on every way out.
static int ways(int x, int *side) {
  int r, k = 5;
  __asm__ goto("addi %0, %2, 1\n\taddi %1, %1, 2\n\tbeqz %2, %l[zero]\n\tbltz %2, %l[negative]"
               : "=&r"(r), "+r"(k)
               : "r"(x)
               :
               : zero, negative);
  *side = k;
  return r;
zero:
  *side = k + 100;
  return r * 10;
negative:
  *side = k + 200;
  return -r;
}

int main(void) {
  CHECK(1, add(40, 2) == 42 && named(10) == 5 && incr(6) == 7 && tied(5) == 40);
  int a[2] = {7, 8};
  CHECK(2, memory(a) == 7 && a[1] == 0);
  store(a, 77);
  CHECK(3, a[0] == 77 && fadd(1.5, 2.25) == 3.75);
  CHECK(4, fixedRegisters(10) == 17 && jump(5) == 1 && jump(0) == 0);
  CHECK(5, atomic(a) == 77 && a[0] == 82 && zero() == 0);
  int r;
  CHECK(6, two(17, 5, &r) == 3 && r == 2);
  CHECK(7, clobbers(4) == 5);
  __asm__ volatile("" : : : "memory");
  __asm__("nop");
  int side;
  CHECK(90, ways(3, &side) == 4 && side == 7);
  CHECK(91, ways(0, &side) == 10 && side == 107);
  CHECK(92, ways(-7, &side) == 6 && side == 207);
  return 0;
}
