#ifndef _UNISTD_H
#define _UNISTD_H
#include <features.h>
#define __need_size_t
#define __need_NULL
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#define _POSIX_VERSION 200809L
#define _POSIX_TIMERS 200809L
#define _POSIX_MONOTONIC_CLOCK 200809L
#define _POSIX_JOB_CONTROL 1
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif
#define F_OK 0
#define R_OK 4
#define W_OK 2
#define X_OK 1
#define _SC_ARG_MAX 0
#define _SC_CHILD_MAX 1
#define _SC_CLK_TCK 2
#define _SC_OPEN_MAX 4
#define _SC_PAGESIZE 30
#define _SC_PAGE_SIZE 30
#define _SC_NPROCESSORS_CONF 83
#define _SC_NPROCESSORS_ONLN 84
#define _SC_PHYS_PAGES 85
extern char **environ;
extern char *optarg;
extern int optind, opterr, optopt;
ssize_t read(int, void *, size_t);
ssize_t write(int, const void *, size_t);
ssize_t pread(int, void *, size_t, off_t);
ssize_t pwrite(int, const void *, size_t, off_t);
int close(int);
off_t lseek(int, off_t, int);
int access(const char *, int);
int unlink(const char *);
int rmdir(const char *);
int link(const char *, const char *);
int symlink(const char *, const char *);
ssize_t readlink(const char *__restrict, char *__restrict, size_t);
int chdir(const char *);
int fchdir(int);
char *getcwd(char *, size_t);
int dup(int);
int dup2(int, int);
int pipe(int[2]);
int isatty(int);
char *ttyname(int);
int ftruncate(int, off_t);
int truncate(const char *, off_t);
int fsync(int);
int fdatasync(int);
void sync(void);
int chown(const char *, uid_t, gid_t);
int fchown(int, uid_t, gid_t);
int lchown(const char *, uid_t, gid_t);
pid_t getpid(void);
pid_t getppid(void);
pid_t getpgrp(void);
uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
pid_t fork(void);
pid_t vfork(void);
int execve(const char *, char *const[], char *const[]);
int execv(const char *, char *const[]);
int execvp(const char *, char *const[]);
int execl(const char *, const char *, ...);
int execlp(const char *, const char *, ...);
_Noreturn void _exit(int);
unsigned sleep(unsigned);
int usleep(unsigned);
unsigned alarm(unsigned);
int pause(void);
int getopt(int, char *const[], const char *);
long sysconf(int);
int gethostname(char *, size_t);
int getpagesize(void);
#ifdef _DEFAULT_SOURCE
void *sbrk(intptr_t);
int brk(void *);
int getentropy(void *, size_t);
long syscall(long, ...);
#endif
#ifdef _GNU_SOURCE
int execvpe(const char *, char *const[], char *const[]);
#endif
#endif
