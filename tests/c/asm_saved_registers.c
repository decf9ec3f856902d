// Registers that calls keep, written by assembly as clobbers, outputs and inputs: the function saves them.
// skip: interpreter
#include "check.h"

__attribute__((noipa)) static long clobber(long a, long b) {
  if (b == 0) {
    return a;
  }
  long r;
  __asm__ volatile("mv s3, %1\n\tadd %0, s3, %2\n\tli s11, 77" : "=r"(r) : "r"(a), "r"(b) : "s3", "s11");
  return r + a;
}
__attribute__((noipa)) static long in_and_out(long a) {
  register long s2 __asm__("s2") = a * 3;
  __asm__ volatile("addi %0, %0, 1" : "+r"(s2));
  return s2 + a;
}
__attribute__((noipa)) static void in(long a) {
  register long s4 __asm__("s4") = a;
  __asm__ volatile("" : : "r"(s4));
}
__attribute__((noipa)) static long out(void) {
  register long s5 __asm__("s5");
  __asm__ volatile("li %0, 5" : "=r"(s5));
  return s5;
}
#if defined __riscv_float_abi_double && __riscv_xlen == 64
__attribute__((noipa)) static double floating(double a) {
  double r;
  __asm__ volatile("fadd.d fs1, %1, %1\n\tfadd.d %0, fs1, %1" : "=f"(r) : "f"(a) : "fs1");
  return r;
}
#endif
__attribute__((noipa)) static long link(long a) {
  __asm__ volatile("li ra, 1" : : : "ra");
  return a + 1;
}

static void clobbers(void) {
  clobber(3, 4);
}
static void goes_in_and_out(void) {
  in_and_out(7);
}
static void goes_in(void) {
  in(7);
}
static void goes_out(void) {
  out();
}

/* Whether what is in s2 to s5 and s11 before a call is there after it. */
__attribute__((noipa)) static int keeps(void (*f)(void)) {
  long differences;
  __asm__ volatile(
      "li s2, 102\n\tli s3, 103\n\tli s4, 104\n\tli s5, 105\n\tli s11, 111\n\t"
      "jalr %1\n\t"
      "addi s2, s2, -102\n\taddi s3, s3, -103\n\taddi s4, s4, -104\n\taddi s5, s5, -105\n\taddi s11, s11, -111\n\t"
      "or s2, s2, s3\n\tor s2, s2, s4\n\tor s2, s2, s5\n\tor %0, s2, s11"
      : "=r"(differences)
      : "r"(f)
      : "ra", "s2", "s3", "s4", "s5", "s11", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a0", "a1", "a2", "a3", "a4", "a5",
        "a6", "a7", "memory");
  return differences == 0;
}

int main(void) {
  CHECK(1, clobber(3, 4) == 10 && in_and_out(7) == 29 && out() == 5);
  CHECK(2, keeps(clobbers));
  CHECK(3, keeps(goes_in_and_out));
  CHECK(4, keeps(goes_in));
  CHECK(5, keeps(goes_out));
  CHECK(6, link(4) == 5);
#if defined __riscv_float_abi_double && __riscv_xlen == 64
  double sum;
  long same;
  __asm__ volatile(
      "li s2, 0x4004\n\tfcvt.d.l fs1, s2\n\tfmv.d fa0, %2\n\tjalr %3\n\tfmv.d %0, fa0\n\tfcvt.l.d %1, fs1\n\tsub %1, %1, s2"
      : "=&f"(sum), "=&r"(same)
      : "f"(1.5), "r"(floating)
      : "ra", "s2", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "ft0", "ft1", "ft2", "ft3", "ft4", "ft5",
        "ft6", "ft7", "ft8", "ft9", "ft10", "ft11", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a0", "a1", "a2", "a3", "a4",
        "a5", "a6", "a7", "memory");
  CHECK(7, same == 0 && sum == 4.5);
#endif
  return 0;
}
