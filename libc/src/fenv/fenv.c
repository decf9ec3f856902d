/* The floating environment: fcsr (C17 7.6; RISC-V manual, chapter F). */
#include <fenv.h>

static unsigned read_fcsr(void) {
  unsigned long v;
  __asm__ volatile("frcsr %0" : "=r"(v));
  return (unsigned)v;
}

static void write_fcsr(unsigned v) {
  __asm__ volatile("fscsr %0" : : "r"((unsigned long)v));
}

int feclearexcept(int e) {
  __asm__ volatile("csrc fflags, %0" : : "r"((unsigned long)(e & FE_ALL_EXCEPT)));
  return 0;
}

int feraiseexcept(int e) {
  __asm__ volatile("csrs fflags, %0" : : "r"((unsigned long)(e & FE_ALL_EXCEPT)));
  return 0;
}

int fetestexcept(int e) {
  return (int)(read_fcsr() & 31) & e;
}

int fegetexceptflag(fexcept_t *f, int e) {
  *f = (unsigned)fetestexcept(e);
  return 0;
}

int fesetexceptflag(const fexcept_t *f, int e) {
  feclearexcept(e & ~(int)*f);
  return feraiseexcept(e & (int)*f);
}

int fegetround(void) {
  return (int)(read_fcsr() >> 5 & 7);
}

int fesetround(int mode) {
  if ((unsigned)mode > FE_UPWARD) return -1;
  __asm__ volatile("fsrm %0" : : "r"((unsigned long)mode));
  return 0;
}

int fegetenv(fenv_t *e) {
  *e = read_fcsr();
  return 0;
}

int feholdexcept(fenv_t *e) {
  fegetenv(e);
  return feclearexcept(FE_ALL_EXCEPT);
}

int fesetenv(const fenv_t *e) {
  write_fcsr(e == FE_DFL_ENV ? 0 : *e);
  return 0;
}

int feupdateenv(const fenv_t *e) {
  int raised = fetestexcept(FE_ALL_EXCEPT);
  fesetenv(e);
  return feraiseexcept(raised);
}
