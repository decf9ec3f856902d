/* What the library's own files share. */
#ifndef FERRY_INTERNAL_H
#define FERRY_INTERNAL_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

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

/* Numbers of the generic 64-bit table (asm-generic/unistd.h). */
enum {
  SYS_getcwd = 17, SYS_eventfd2 = 19, SYS_epoll_create1 = 20, SYS_epoll_ctl = 21,
  SYS_epoll_pwait = 22, SYS_dup = 23, SYS_dup3 = 24, SYS_fcntl = 25, SYS_ioctl = 29, SYS_flock = 32,
  SYS_mknodat = 33, SYS_mkdirat = 34, SYS_unlinkat = 35, SYS_symlinkat = 36, SYS_linkat = 37,
  SYS_statfs = 43, SYS_fstatfs = 44, SYS_truncate = 45, SYS_ftruncate = 46, SYS_faccessat = 48, SYS_chdir = 49, SYS_fchdir = 50,
  SYS_fchmod = 52, SYS_fchmodat = 53, SYS_fchownat = 54, SYS_fchown = 55, SYS_openat = 56,
  SYS_close = 57, SYS_pipe2 = 59, SYS_getdents64 = 61, SYS_lseek = 62, SYS_read = 63,
  SYS_write = 64, SYS_readv = 65, SYS_writev = 66, SYS_pread64 = 67, SYS_pwrite64 = 68,
  SYS_sendfile = 71, SYS_pselect6 = 72, SYS_ppoll = 73, SYS_signalfd4 = 74, SYS_readlinkat = 78, SYS_newfstatat = 79, SYS_fstat = 80,
  SYS_sync = 81, SYS_fsync = 82, SYS_fdatasync = 83,
  SYS_timerfd_create = 85, SYS_timerfd_settime = 86, SYS_timerfd_gettime = 87, SYS_utimensat = 88, SYS_exit = 93,
  SYS_exit_group = 94, SYS_set_tid_address = 96, SYS_futex = 98, SYS_nanosleep = 101,
  SYS_setitimer = 103, SYS_clock_settime = 112, SYS_clock_gettime = 113, SYS_clock_getres = 114,
  SYS_sched_yield = 124, SYS_sched_setparam = 118, SYS_sched_setscheduler = 119, SYS_kill = 129, SYS_tgkill = 131, SYS_sigaltstack = 132, SYS_rt_sigsuspend = 133,
  SYS_rt_sigaction = 134, SYS_rt_sigprocmask = 135, SYS_rt_sigpending = 136,
  SYS_rt_sigreturn = 139, SYS_setregid = 143, SYS_setreuid = 145, SYS_times = 153, SYS_setpgid = 154, SYS_getpgid = 155, SYS_setsid = 157,
  SYS_setgroups = 159, SYS_uname = 160,
  SYS_getrusage = 165, SYS_umask = 166, SYS_prctl = 167, SYS_gettimeofday = 169, SYS_getpid = 172,
  SYS_getppid = 173, SYS_getuid = 174, SYS_geteuid = 175, SYS_getgid = 176, SYS_getegid = 177,
  SYS_gettid = 178, SYS_brk = 214, SYS_munmap = 215, SYS_mremap = 216, SYS_clone = 220,
  SYS_execve = 221, SYS_mmap = 222, SYS_mprotect = 226, SYS_msync = 227, SYS_madvise = 233,
  SYS_riscv_flush_icache = 259, SYS_wait4 = 260, SYS_prlimit64 = 261, SYS_renameat2 = 276,
  SYS_getrandom = 278, SYS_epoll_pwait2 = 441,
  SYS_chroot = 51, SYS_fallocate = 47, SYS_syncfs = 267, SYS_fadvise64 = 223, SYS_mlock = 228, SYS_munlock = 229,
  SYS_mlockall = 230, SYS_munlockall = 231, SYS_mincore = 232, SYS_waitid = 95, SYS_getitimer = 102,
  SYS_timer_create = 107, SYS_timer_gettime = 108, SYS_timer_getoverrun = 109, SYS_timer_settime = 110,
  SYS_timer_delete = 111, SYS_clock_nanosleep = 115, SYS_rt_sigtimedwait = 137, SYS_rt_sigqueueinfo = 138,
  SYS_setpriority = 140, SYS_getpriority = 141, SYS_setgid = 144, 
  SYS_setuid = 146, SYS_setresuid = 147, SYS_getresuid = 148, SYS_setresgid = 149, SYS_getresgid = 150,
  SYS_getsid = 156, SYS_getgroups = 158, SYS_sethostname = 161,
  SYS_settimeofday = 170
};

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
