#ifndef _STDLIB_H
#define _STDLIB_H
#include <features.h>
#define __need_size_t
#define __need_wchar_t
#define __need_NULL
#include <stddef.h>
#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 0x7fffffff
#define MB_CUR_MAX ((size_t)4)
typedef struct {
  int quot, rem;
} div_t;
typedef struct {
  long quot, rem;
} ldiv_t;
typedef struct {
  long long quot, rem;
} lldiv_t;
double atof(const char *);
int atoi(const char *);
long atol(const char *);
long long atoll(const char *);
double strtod(const char *__restrict, char **__restrict);
float strtof(const char *__restrict, char **__restrict);
long double strtold(const char *__restrict, char **__restrict);
long strtol(const char *__restrict, char **__restrict, int);
long long strtoll(const char *__restrict, char **__restrict, int);
unsigned long strtoul(const char *__restrict, char **__restrict, int);
unsigned long long strtoull(const char *__restrict, char **__restrict, int);
int rand(void);
void srand(unsigned);
void *malloc(size_t) __attribute__((malloc, alloc_size(1)));
void *calloc(size_t, size_t) __attribute__((malloc, alloc_size(1, 2)));
void *realloc(void *, size_t) __attribute__((alloc_size(2)));
void free(void *);
void *aligned_alloc(size_t, size_t) __attribute__((malloc));
_Noreturn void abort(void);
int atexit(void (*)(void));
int at_quick_exit(void (*)(void));
_Noreturn void exit(int);
_Noreturn void _Exit(int);
_Noreturn void quick_exit(int);
char *getenv(const char *);
int system(const char *);
void *bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *));
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
int abs(int) __attribute__((const));
long labs(long) __attribute__((const));
long long llabs(long long) __attribute__((const));
div_t div(int, int) __attribute__((const));
ldiv_t ldiv(long, long) __attribute__((const));
lldiv_t lldiv(long long, long long) __attribute__((const));
int mblen(const char *, size_t);
int mbtowc(wchar_t *__restrict, const char *__restrict, size_t);
int wctomb(char *, wchar_t);
size_t mbstowcs(wchar_t *__restrict, const char *__restrict, size_t);
size_t wcstombs(char *__restrict, const wchar_t *__restrict, size_t);
#ifdef __FERRY_POSIX
int setenv(const char *, const char *, int);
int unsetenv(const char *);
int putenv(char *);
int mkstemp(char *);
char *mkdtemp(char *);
int posix_memalign(void **, size_t, size_t);
char *realpath(const char *__restrict, char *__restrict);
int rand_r(unsigned *);
long random(void);
void srandom(unsigned);
double drand48(void);
long lrand48(void);
long mrand48(void);
void srand48(long);
double erand48(unsigned short[3]);
int getsubopt(char **, char *const *, char **);
#include <alloca.h>
#endif
#ifdef _DEFAULT_SOURCE
#include <sys/types.h>
char *mktemp(char *);
int clearenv(void);
void *reallocarray(void *, size_t, size_t);
void qsort_r(void *, size_t, size_t, int (*)(const void *, const void *, void *), void *);
#endif
#ifdef _GNU_SOURCE
char *secure_getenv(const char *);
#endif
#endif
