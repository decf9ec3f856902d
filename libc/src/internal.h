/* What the library's own files share. */
#ifndef FERRY_INTERNAL_H
#define FERRY_INTERNAL_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

/* Linux system calls: number in a7, arguments in a0..a5, result in a0 (psABI, Linux). */
static inline long __syscall6(long n, long a, long b, long c, long d, long e, long f) {
  register long a7 __asm__("a7") = n;
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  register long a3 __asm__("a3") = d;
  register long a4 __asm__("a4") = e;
  register long a5 __asm__("a5") = f;
  __asm__ volatile("ecall"
                   : "+r"(a0)
                   : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
                   : "memory");
  return a0;
}
#define __syscall3(n, a, b, c) __syscall6(n, a, b, c, 0, 0, 0)
#define __SC(x) ((long)(x))
#define SYSCALL0(n) __syscall3(n, 0, 0, 0)
#define SYSCALL1(n, a) __syscall3(n, __SC(a), 0, 0)
#define SYSCALL2(n, a, b) __syscall3(n, __SC(a), __SC(b), 0)
#define SYSCALL3(n, a, b, c) __syscall3(n, __SC(a), __SC(b), __SC(c))
#define SYSCALL4(n, a, b, c, d) __syscall6(n, __SC(a), __SC(b), __SC(c), __SC(d), 0, 0)
#define SYSCALL5(n, a, b, c, d, e) __syscall6(n, __SC(a), __SC(b), __SC(c), __SC(d), __SC(e), 0)
#define SYSCALL6(n, a, b, c, d, e, f) \
  __syscall6(n, __SC(a), __SC(b), __SC(c), __SC(d), __SC(e), __SC(f))

/* Turns a kernel result into C's convention: -1 and errno. */
static inline long __result(long r) {
  if ((unsigned long)r > -4096UL) {
    errno = (int)-r;
    return -1;
  }
  return r;
}

extern char **environ;
extern const char *__program_name;

/* Locks of the library's own, 0 when free. While there is one thread nothing is locked. */
extern int __threaded;
void __lock(int *);
void __unlock(int *);
static inline void __acquire(int *lock) {
  if (__threaded) __lock(lock);
}
static inline void __release(int *lock) {
  if (__threaded) __unlock(lock);
}
extern int __malloc_lock;

/* What the allocator says of itself for mallinfo. */
struct __mapped_blocks {
  size_t count, bytes, most_count, most_bytes;
};
struct __heap_usage {
  size_t size, free_count, free_bytes, top_bytes;
  struct __mapped_blocks mapped;
};
void __malloc_usage(struct __heap_usage *);

/* A system call in which a thread may be cancelled; thread/cancel.c is only linked where threads are. */
void __cancel_enter(void) __attribute__((weak));
void __cancel_leave(void) __attribute__((weak));
static inline void __waiting(void) {
  if (__threaded && __cancel_enter) __cancel_enter();
}
static inline long __waited(long result) {
  if (__threaded && __cancel_leave) __cancel_leave();
  return __result(result);
}
/* The result of a system call that may wait, as C's functions give it. */
#define WAITING(call) (__waiting(), __waited(call))

void __run_exit_functions(void);
void __flush_all(void);
void __malloc_init(void);

/* Floats to decimal and back; see fpconv.c. */
struct __decimal {
  int point;  /* value = 0.d1d2d3... * 10^point */
  int length; /* digits in use, no trailing zeros; 0 for zero */
  unsigned char *digits;
};
enum { __DECIMAL_MAX = 11600 };

/* Exact decimal digits of mantissa * 2^exponent (mantissa of up to 128 bits). */
void __to_decimal(struct __decimal *, unsigned long long high, unsigned long long low, int exponent);
/* Keeps `digits` digits (may be <= 0), rounding half to even or as the rounding mode says. */
void __round_decimal(struct __decimal *, int digits, int negative);

/* A binary format: bits of significand, minimum exponent of the last place, maximum exponent. */
struct __format {
  int precision, min_exponent, max_exponent;
};
struct __binary {
  unsigned long long high, low; /* significand, `precision` bits at most */
  int exponent;                 /* of the last place */
  int overflow, inexact;
};
/* 0.d1d2... * 10^point, correctly rounded into the format. */
void __from_decimal(struct __binary *, const unsigned char *digits, int length, long long point,
                    const struct __format *, int negative);

/* Scans a floating number from a character source. */
struct __scan {
  int (*get)(struct __scan *);
  void (*unget)(struct __scan *, int);
  long long count; /* characters consumed */
  long long limit; /* field width left */
  void *source;
};
long double __scan_float(struct __scan *, const struct __format *, int *matched);
unsigned long long __scan_integer(struct __scan *, int base, unsigned long long limit,
                                  int *matched, int *overflow, int *negative);

#endif
