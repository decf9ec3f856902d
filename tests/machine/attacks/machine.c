/* Attacks on the machine itself: memory, code, stack, descriptors, odd system calls, exhaustion. */
#include "attack.h"

static int null_read(void) { return *(volatile int *)0; }
static int beyond_space(void) { return *(volatile int *)0x7ffffffffff0; }
static int negative_address(void) { return *(volatile int *)-8; }
static int last_byte(void) { volatile long *p = (long *)((1L << 34) - 4); return (int)*p; }
static int write_code(void) { *(volatile int *)(void *)write_code = 0; return 0; }
static int run_data(void) { static int code[] = {0x8082}; ((void (*)(void))code)(); return 0; }
static int run_stack(void) { volatile int code[] = {0x8082}; ((void (*)(void))code)(); return 0; }
static int run_heap(void) { int *code = malloc(64); *code = 0x8082; ((void (*)(void))code)(); return 0; }
static int odd_jump(void) { ((void (*)(void))((char *)odd_jump + 1))(); return 1; }
static int jump_middle(void) { ((void (*)(void))((char *)write_code + 2))(); return 0; }
static int jump_kernel(void) { ((void (*)(void))-4096L)(); return 0; }
static int illegal(void) { asm volatile(".word 0"); return 0; }
static int privileged(void) { asm volatile("csrr a0, mstatus" ::: "a0"); return 0; }
static int machine_return(void) { asm volatile("mret"); return 0; }
static int deep(int n) { volatile char b[64]; b[0] = n; return deep(n + 1) + b[0]; }
static int deep_recursion(void) { return deep(0); }
static int wild_stack(void) { asm volatile("li sp, 8\n sd ra, 0(sp)"); return 0; }
static int stack_in_code(void) { asm volatile("la sp, main\n sd ra, 0(sp)"); return 0; }
static void again(int s) { raise(SIGSEGV); }
static int handler_loops(void) { signal(SIGSEGV, again); return *(volatile int *)0; }
static int bad_handler(void) { signal(SIGSEGV, (void (*)(int))0x12345678); return *(volatile int *)0; }
static int bad_signal_stack(void) {
  stack_t s = {.ss_sp = (void *)64, .ss_size = 8192};
  struct sigaction a = {.sa_handler = again, .sa_flags = SA_ONSTACK};
  sigaltstack(&s, 0); sigaction(SIGSEGV, &a, 0);
  return *(volatile int *)0;
}
static int forged_return(void) { asm volatile("li a7, 139\n ecall"); return 0; }
static int memory_hog(void) { for (;;) { char *p = mmap(0, 1 << 20, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); if (p == MAP_FAILED) return 1; memset(p, 1, 1 << 20); } }
static int heap_hog(void) { for (;;) { char *p = malloc(100000); if (!p) return 1; memset(p, 1, 100000); } }
static int map_hog(void) { int n = 0; while (n < 200000 && mmap(0, 4096, n & 1 ? 1 : 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) n++; return 1; }
static int huge_map(void) { return mmap(0, 1L << 46, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED && mmap(0, -4096L, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED; }
static int map_null(void) { return mmap(0, 4096, 3, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED; }
static int map_beyond(void) { return mmap((void *)(1L << 60), 4096, 3, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED; }
static int protect_beyond(void) { return mprotect((void *)-4096L, 8192, 7) < 0 && mprotect((void *)(1L << 62), 1L << 61, 7) < 0; }
static int unmap_all(void) { munmap((void *)0, 1L << 34); return 0; }
static int remap_games(void) {
  char *p = mmap(0, 8192, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return mremap(p, -1, 1, MREMAP_MAYMOVE) == MAP_FAILED && mremap(p, 4096, 1L << 50, MREMAP_MAYMOVE) == MAP_FAILED
      && mremap((void *)(1L << 50), 4096, 8192, MREMAP_MAYMOVE) == MAP_FAILED && mremap(p, 4096, 4096, 3, p + 1) == MAP_FAILED;
}
static int brk_games(void) { long b = syscall(SYS_brk, 0); return syscall(SYS_brk, -1L) == b && syscall(SYS_brk, 1L) == b && syscall(SYS_brk, 1L << 40) == b; }
static int fork_bomb(void) { for (;;) if (fork() < 0) sleep(60); }
static void *sleeper(void *p) { pause(); return 0; }
static int thread_bomb(void) { pthread_t t; int n = 0; while (n < 10000 && !pthread_create(&t, 0, sleeper, 0)) n++; _exit(n >= 10000); }
static int busy_loop(void) { for (;;) asm volatile(""); }
static int sleeping(void) { for (;;) pause(); }
static int blocked_read(void) { int p[2]; char c; pipe(p); read(p[0], &c, 1); return 0; }
static int ignores_everything(void) { sigset_t s; sigfillset(&s); sigprocmask(SIG_SETMASK, &s, 0); for (int i = 1; i < 65; i++) signal(i, SIG_IGN); for (;;) asm volatile(""); }
static int descriptors(void) { int n = 0; while (n < 100000 && dup(1) >= 0) n++; return n < 100000 && errno == EMFILE; }
static int pipes(void) { int p[2], n = 0; while (n < 100000 && !pipe(p)) n++; return n < 100000; }
static int bad_descriptors(void) { char b[8]; return read(-1, b, 8) < 0 && write(1 << 30, b, 8) < 0 && close(-5) < 0 && dup2(1, 1 << 30) < 0 && fcntl(77, F_GETFL) < 0; }
static int host_descriptors(void) { char b[8]; int ok = 1; for (int i = 3; i < 64; i++) ok &= read(i, b, 8) < 0; return ok; }
static int bad_buffers(void) {
  struct iovec v[2] = {{(void *)16, 1L << 40}, {(void *)-1L, -1L}};
  return write(1, (void *)16, 100) < 0 && write(1, "", -1L) < 0 && writev(1, v, 2) < 0 && writev(1, v, -1) < 0 && readv(0, v, 1 << 30) < 0
      && open((char *)-1L, 0) < 0 && stat((char *)"/", (struct stat *)8) < 0 && getcwd((char *)16, 100) == 0;
}
static int all_calls(void) {
  /* Every number, with arguments that mean nothing; not those that end or block by design. */
  for (int i = 0; i < 600; i++) {
    if (i == SYS_exit || i == SYS_exit_group || i == SYS_rt_sigreturn || i == SYS_pselect6 || i == SYS_ppoll || i == SYS_rt_sigsuspend || i == SYS_clone
        || i == SYS_execve || i == SYS_kill || i == SYS_tkill || i == SYS_tgkill || i == SYS_munmap || i == SYS_close || i == SYS_rt_sigprocmask
        || i == SYS_rt_sigtimedwait || i == SYS_close_range || i == SYS_brk || i == SYS_futex || i == 413 || i == 414 || i == 435) continue;
    syscall(i, -1L, -1L, -1L, -1L, -1L, -1L);
    syscall(i, 0, 0, 0, 0, 0, 0);
    syscall(i, 1L << 62, 4096L, 1L << 31, -4096L, 64L, 7L);
  }
  return 1;
}
static int tracing(void) { return syscall(SYS_ptrace, 16, 1, 0, 0) < 0 && syscall(270, 1, 0, 0, 0, 0, 0) < 0 && syscall(280, 5, 0, 0) < 0; }
static int modules(void) { return syscall(105, 0, 0, 0) < 0 && syscall(142, 0xfee1dead, 0x28121969, 0x1234567) < 0 && syscall(161, "x", 1) < 0; }
static int identity(void) { return (setuid(0) < 0 || getuid() != 0) && (setgid(0) < 0 || getgid() != 0); }
static int signal_host(void) { return kill(1, SIGKILL) < 0 && kill(2, SIGTERM) < 0; }
static int no_network(void) {
  int s = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(22), .sin_addr.s_addr = htonl(0x7f000001)};
  return (s < 0 || connect(s, (void *)&a, sizeof a) < 0) && socket(AF_PACKET, SOCK_RAW, 0) < 0 && socket(AF_NETLINK, SOCK_RAW, 0) < 0;
}
static int no_environment(void) { extern char **environ; for (char **e = environ; *e; e++) if (strncmp(*e, "HOST=", 5)) return 0; return 1; }
static int epoll_ring(void) {
  int a = epoll_create1(0), b = epoll_create1(0); struct epoll_event e = {.events = EPOLLIN};
  epoll_ctl(a, EPOLL_CTL_ADD, b, &e); epoll_ctl(b, EPOLL_CTL_ADD, a, &e); epoll_ctl(a, EPOLL_CTL_ADD, a, &e);
  return epoll_wait(a, &e, 1, 10) <= 1;
}
static int futex_games(void) { return syscall(SYS_futex, 1, 0, 0, 0, 0, 0) < 0 && syscall(SYS_futex, 1L << 50, 1, 1, 0, 0, 0) <= 0 && syscall(SYS_futex, 0, 0, 0, 0, 0, 0) < 0; }
static int bad_clone(void) { return syscall(SYS_clone, 0x10000, 0, 0, 0, 0) < 0; }
static int bad_exec(void) { return execve((char *)1, 0, 0) < 0 && execve("/work", 0, 0) < 0 && execve("/ro/file", (char **)8, 0) < 0; }
static int exec_arguments(void) {
  static char big[200000]; memset(big, 'a', sizeof big - 1); char *v[30]; for (int i = 0; i < 29; i++) v[i] = big; v[29] = 0;
  return execve("/proc/self/exe", v, 0) < 0;
}
static int self_modifying(void) {
  unsigned *p = mmap(0, 4096, 7, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); int ok = 1;
  for (int i = 0; i < 3000; i++) { p[0] = 0x00000513 | (unsigned)(i & 2047) << 20; p[1] = 0x8067; asm volatile("fence.i" ::: "memory"); ok &= ((int (*)(void))p)() == (i & 2047); }
  return ok;
}
static int many_mappings_of_code(void) {
  for (int i = 0; i < 2000; i++) { unsigned *p = mmap(0, 4096, 7, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); p[0] = 0x8067; asm volatile("fence.i" ::: "memory"); ((void (*)(void))p)(); munmap(p, 4096); }
  return 1;
}
static int sparse_file(void) { int f = open("/work/sparse", O_RDWR | O_CREAT, 0600); return ftruncate(f, -1) < 0 && pwrite(f, "x", 1, -1) < 0 && lseek(f, -1, SEEK_SET) < 0; }
static int memfd_hog(void) { int f = memfd_create("m", 0); return ftruncate(f, 1L << 40) < 0 && ftruncate(f, 1L << 31) < 0; }
static int memory_files(void) { int n = 0; while (n < 1000 && ftruncate(memfd_create("m", 0), 1 << 30) == 0) n++; return n < 1000; }
static int segments(void) { int n = 0; while (n < 1000 && syscall(SYS_shmget, 0, 1 << 30, 0600) >= 0) n++; return n < 1000; }
static int timers(void) { int n = 0, id; while (n < 100000 && syscall(SYS_timer_create, 1, 0, &id) == 0) n++; return n < 100000; }
static int stops_itself(void) { kill(getpid(), SIGSTOP); for (;;) pause(); }
static int terminals(void) { int n = 0, m; while (n < 4000 && (m = open("/dev/ptmx", O_RDWR)) >= 0) n++; return n < 4000; }
static int terminal_bomb(void) {
  signal(SIGHUP, SIG_IGN);
  char b[4096]; memset(b, 'a', sizeof b); b[7] = 3; b[8] = 26; b[9] = 22; b[10] = 127; b[11] = 23; b[12] = 21; b[13] = 18; b[14] = '\t'; b[15] = 4; b[16] = '\n';
  int m = open("/dev/ptmx", O_RDWR | O_NONBLOCK), zero = 0, slave; syscall(SYS_ioctl, m, 0x40045431, &zero);
  slave = open("/dev/pts/0", O_RDWR | O_NONBLOCK | O_NOCTTY);
  for (int i = 0; i < 2000; i++) { write(m, b, sizeof b); write(slave, b, sizeof b); memmove(b, b + 1, sizeof b - 1); if (i % 7 == 0) read(m, b, 9); }
  for (unsigned i = 0; i < 256; i++) { unsigned modes[11]; for (int k = 0; k < 11; k++) modes[k] = i * 2654435761u >> k | (k > 4 ? 0 : i << 5); syscall(SYS_ioctl, m, 0x402c542b, modes); write(m, b, 300); read(slave, b, 100); syscall(SYS_ioctl, m, 0x5420, &i); read(m, b, 1); }
  for (int r = 0x5400; r < 0x5480; r++) { syscall(SYS_ioctl, m, r, -1L); syscall(SYS_ioctl, slave, r, 8L); syscall(SYS_ioctl, slave, r, b); }
  close(slave); close(m); return open("/dev/pts/0", O_RDWR) < 0 && open("/dev/pts/4294967296", O_RDWR) < 0 && open("/dev/pts/-1", O_RDWR) < 0;
}
static int queued_signals(void) { sigset_t s; sigfillset(&s); sigprocmask(SIG_BLOCK, &s, 0); int n = 0; while (n < 1000000 && !sigqueue(getpid(), 40, (union sigval){0})) n++; for (int i = 0; i < 100000; i++) kill(getpid(), 41); return n < 1000000; }
static int zombies(void) { int n = 0; for (; n < 5000; n++) { pid_t p = fork(); if (p < 0) break; if (p == 0) _exit(0); } return n < 5000; }
static int orphans(void) { int p[2]; char c; pipe(p); if (fork() == 0) { for (int i = 0; i < 1500; i++) if (fork()) _exit(0); write(p[1], "x", 1); _exit(0); } return read(p[0], &c, 1) == 1; }
static int file_locks(void) { int f = open("/work/locks", O_RDWR | O_CREAT, 0600), n = 0; struct flock l = {.l_type = F_WRLCK, .l_len = 1}; for (; n < 100000; n++) { l.l_start = 2L * n; if (fcntl(f, F_SETLK, &l) < 0) break; } return n < 100000; }
static int big_pipes(void) { char *b = calloc(1, 1 << 20); int p[2], n = 0; while (n < 1000 && !pipe(p)) { fcntl(p[1], F_SETPIPE_SZ, 1 << 20); fcntl(p[1], F_SETFL, O_NONBLOCK); if (write(p[1], b, 1 << 20) < 0) break; n++; } return n < 1000; }
static int named_pipes(void) { char name[32]; int n = 0; for (; n < 3000; n++) { sprintf(name, "/work/p%d", n); if (mknod(name, S_IFIFO | 0600, 0) < 0) break; } return 1; }
static int fast_timers(void) { long t[4] = {0, 1, 0, 1}, far[4] = {0x7fffffffffffffff, 0, 1, 0}; int id; for (int i = 0; i < 200; i++) { syscall(SYS_timer_create, 1, 0, &id); signal(SIGALRM, SIG_IGN); syscall(SYS_timer_settime, id, 0, i & 1 ? far : t, 0); } usleep(300000); return 1; }
static int odd_positions(void) { int f = memfd_create("m", 0); char b[8]; long p[] = {-1, -9, 1L << 63, (1UL << 63) - 1, (1UL << 63) - 9, 1L << 31, 1L << 32}; for (int i = 0; i < 7; i++) { pread(f, b, 8, p[i]); pwrite(f, b, 8, p[i]); lseek(f, p[i], i % 5); write(f, b, 8); read(f, b, 8); } return 1; }
static int watches(void) { int n = 0, f; while (n < 1000 && (f = syscall(SYS_inotify_init1, 04000)) >= 0) n++; f = n < 1000 ? 5 : -1; int m = 0; char name[32]; for (; m < 20000; m++) { sprintf(name, "/work/d%d", m); if (m < 300) mkdir(name, 0700); sprintf(name, "/work/d%d", m % 300); if (syscall(SYS_inotify_add_watch, 5 + m / 300, name, 0xfff) < 0) break; } for (int i = 0; i < 20000; i++) chmod("/work/d1", 0700 | i & 1); return n < 1000 && m < 20000; }
static int watch_outside(void) { int f = syscall(SYS_inotify_init1, 04000); return syscall(SYS_inotify_add_watch, f, "/work/outdir", 0xfff) < 0 && syscall(SYS_inotify_add_watch, f, "/work/../..", 0x100) >= -1 && syscall(SYS_inotify_add_watch, f, "/work/out", 0xfff) < 0; }
static int pid_files(void) { int n = 0; while (n < 100000 && syscall(SYS_pidfd_open, getpid(), 0) >= 0) n++; return n < 100000 && syscall(SYS_pidfd_open, 1, 0) < 0 && syscall(SYS_pidfd_send_signal, -1, 9, 0, 0) < 0; }
static int bad_clone3(void) { long a[12] = {0}; int ok = syscall(SYS_clone3, 8L, 88) < 0 && syscall(SYS_clone3, a, -1L) < 0 && syscall(SYS_clone3, a, 1L << 40) < 0; a[0] = 0x10000; ok &= syscall(SYS_clone3, a, 88) < 0; a[0] = -1; ok &= syscall(SYS_clone3, a, 88) < 0; a[0] = 0; a[5] = 8; ok &= syscall(SYS_clone3, a, 88) < 0; return ok; }
static int semaphores(void) {
  int n = 0, id, last = 0; struct { unsigned short n; short by, flags; } o[3] = {{0, 32767, 010000}, {1, 1, 010000}, {0, 1, 0}}; unsigned short v[1024];
  while (n < 10000 && (id = syscall(SYS_semget, 0, 1024, 0600)) >= 0) { last = id; n++; syscall(SYS_semop, id, o, 2L); syscall(SYS_semop, id, o, 3L); }
  for (int c = 0; c < 0x300; c++) if (c != 0x100 && c) { syscall(SYS_semctl, last, 5000, c, -1L); syscall(SYS_semctl, last, -1, c, v); syscall(SYS_semctl, last, 3, c, v); }
  return n < 10000 && syscall(SYS_semget, 0, 1 << 30, 0600) < 0 && syscall(SYS_semop, last, o, 1L << 40) < 0 && syscall(SYS_semop, last, 8L, 3L) < 0;
}
static int message_queues(void) {
  int n = 0, id; static long m[1100] = {1};
  while (n < 10000 && (id = syscall(SYS_msgget, 0, 0600)) >= 0) { n++; for (int i = 0; i < 20000 && !syscall(SYS_msgsnd, id, m, i % 50 ? 0L : 8000L, 04000); i++) if (n > 4 && i > 100) break; }
  return n < 10000 && syscall(SYS_msgsnd, 0, m, 1L << 40, 0) < 0 && syscall(SYS_msgrcv, 0, 8L, 8000L, 0L, 04000) < 0 && syscall(SYS_msgrcv, 0, m, -1L, 0L, 04000) < 0;
}
static int poll_hog(void) { return syscall(SYS_ppoll, 16, 1 << 30, 0, 0, 0) < 0 && syscall(SYS_pselect6, 1 << 30, 16, 16, 16, 0, 0) < 0; }

static int shared_maps(void) {
  int f = memfd_create("m", 0), n = 0; ftruncate(f, 4096);
  for (int i = 0; i < 50000; i++) { char *p = mmap(0, 4096, i & 2 ? 3 : 1, MAP_SHARED | (i & 1 ? 0 : MAP_ANONYMOUS), i & 1 ? f : -1, 0); if (p == MAP_FAILED) break; if (i & 2) *p = 1; }
  for (; n < 8; n++) { pid_t p = fork(); if (p < 0) return errno == ENOMEM; if (p == 0) _exit(0); }
  return 1;
}
static sigjmp_buf beyond;
static void leave_fault(int s) { siglongjmp(beyond, s); }
static int shrinking_file(void) {
  int f = open("/work/shrinks", O_RDWR | O_CREAT, 0600), faults = 0; ftruncate(f, 1 << 18); volatile char *p = mmap(0, 1 << 18, 3, MAP_SHARED, f, 0);
  signal(SIGBUS, leave_fault); pid_t child = fork();
  if (child == 0) { for (int i = 0; i < 2000; i++) ftruncate(f, i & 1 ? 1 << 18 : i % 7 * 3000); _exit(0); }
  for (volatile int i = 0; i < 2000; i++) { if (sigsetjmp(beyond, 1)) faults++; else { for (int k = 0; k < 1 << 18; k += 4096) p[k] = i; if (i % 100 == 0) { char *q = mmap(0, 1 << 18, 3, MAP_PRIVATE, f, 0); for (int k = 0; k < 1 << 18; k += 4096) q[k] = p[k]; munmap(q, 1 << 18); } } }
  return waitpid(child, 0, 0) == child;
}
static int posix_queues(void) {
  int n = 0; char name[16]; static char text[8192]; for (; n < 1000; n++) { sprintf(name, "q%d", n); int q = syscall(SYS_mq_open, name, O_CREAT | O_RDWR | O_NONBLOCK, 0600, 0L); if (q < 0) break; while (!syscall(SYS_mq_timedsend, q, text, 8192L, 1L, 0L)); }
  long a[8] = {0, 1L << 40, 1L << 40}; return n < 1000 && syscall(SYS_mq_open, "x", O_CREAT | O_RDWR, 0600, a) < 0 && syscall(SYS_mq_open, "..", O_CREAT | O_RDWR, 0600, 0L) < 0 && syscall(SYS_mq_notify, 0, 8L) < 0 && syscall(SYS_mq_timedreceive, 5, 8L, -1L, 8L, 8L) < 0;
}

#define A(name, end) {#name, name, end}
static struct attack attacks[] = {
  A(null_read, "SIGSEGV"), A(beyond_space, "SIGSEGV"), A(negative_address, "SIGSEGV"), A(last_byte, "SIGSEGV"), A(write_code, "SIGSEGV"),
  A(run_data, "SIGSEGV"), A(run_stack, "SIGSEGV"), A(run_heap, "SIGSEGV"), A(odd_jump, "any"), A(jump_middle, "any"), A(jump_kernel, "SIGSEGV"),
  A(illegal, "SIGILL"), A(privileged, "SIGILL"), A(machine_return, "SIGILL"), A(deep_recursion, "SIGSEGV"), A(wild_stack, "SIGSEGV"),
  A(stack_in_code, "SIGSEGV"), A(handler_loops, "time"), A(bad_handler, "SIGSEGV"), A(bad_signal_stack, "SIGSEGV"), A(forged_return, "any"),
  A(memory_hog, "memory"), A(heap_hog, "memory"), A(map_hog, "exit 0"), A(huge_map, "exit 0"), A(map_null, "exit 0"), A(map_beyond, "exit 0"),
  A(protect_beyond, "exit 0"), A(unmap_all, "any"), A(remap_games, "exit 0"), A(brk_games, "exit 0"), A(fork_bomb, "time"), A(thread_bomb, "any"),
  A(busy_loop, "time"), A(sleeping, "time"), A(blocked_read, "time"), A(ignores_everything, "time"), A(descriptors, "exit 0"), A(pipes, "any"),
  A(bad_descriptors, "exit 0"), A(host_descriptors, "exit 0"), A(bad_buffers, "exit 0"), A(all_calls, "any"), A(tracing, "exit 0"),
  A(modules, "exit 0"), A(identity, "exit 0"), A(signal_host, "exit 0"), A(no_network, "exit 0"), A(no_environment, "exit 0"), A(epoll_ring, "exit 0"),
  A(futex_games, "exit 0"), A(bad_clone, "exit 0"), A(bad_exec, "exit 0"), A(exec_arguments, "exit 0"), A(self_modifying, "exit 0"),
  A(many_mappings_of_code, "exit 0"), A(sparse_file, "exit 0"), A(memfd_hog, "exit 0"), A(memory_files, "exit 0"), A(segments, "exit 0"),
  A(timers, "exit 0"), A(terminals, "exit 0"), A(terminal_bomb, "exit 0"), A(queued_signals, "exit 0"), A(zombies, "exit 0"),
  A(orphans, "exit 0"), A(file_locks, "exit 0"), A(big_pipes, "exit 0"), A(named_pipes, "exit 0"), A(fast_timers, "exit 0"), A(odd_positions, "exit 0"), A(watches, "exit 0"), A(watch_outside, "exit 0"), A(pid_files, "exit 0"), A(bad_clone3, "exit 0"), A(semaphores, "exit 0"), A(message_queues, "exit 0"), A(stops_itself, "time"), A(poll_hog, "exit 0"), A(shared_maps, "any"), A(shrinking_file, "exit 0"), A(posix_queues, "exit 0"), {0}};
