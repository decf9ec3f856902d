#ifndef _STDIO_H
#define _STDIO_H
#include <features.h>
#include <stdarg.h>
#define __need_size_t
#define __need_NULL
#include <stddef.h>
typedef struct __ferry_file FILE;
typedef struct {
  long long __pos;
} fpos_t;
#ifdef __FERRY_POSIX
#include <sys/types.h>
#endif
#define EOF (-1)
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2
#define BUFSIZ 4096
#define FILENAME_MAX 4096
#define FOPEN_MAX 1000
#define TMP_MAX 10000
#define L_tmpnam 20
#define P_tmpdir "/tmp"
extern FILE *const stdin;
extern FILE *const stdout;
extern FILE *const stderr;
#define stdin stdin
#define stdout stdout
#define stderr stderr
int remove(const char *);
int rename(const char *, const char *);
FILE *tmpfile(void);
char *tmpnam(char *);
int fclose(FILE *);
int fflush(FILE *);
FILE *fopen(const char *__restrict, const char *__restrict);
FILE *freopen(const char *__restrict, const char *__restrict, FILE *__restrict);
void setbuf(FILE *__restrict, char *__restrict);
int setvbuf(FILE *__restrict, char *__restrict, int, size_t);
int fprintf(FILE *__restrict, const char *__restrict, ...) __attribute__((__format__(__printf__, 2, 3)));
int fscanf(FILE *__restrict, const char *__restrict, ...) __attribute__((__format__(__scanf__, 2, 3)));
int printf(const char *__restrict, ...) __attribute__((__format__(__printf__, 1, 2)));
int scanf(const char *__restrict, ...) __attribute__((__format__(__scanf__, 1, 2)));
int snprintf(char *__restrict, size_t, const char *__restrict, ...) __attribute__((__format__(__printf__, 3, 4)));
int sprintf(char *__restrict, const char *__restrict, ...) __attribute__((__format__(__printf__, 2, 3)));
int sscanf(const char *__restrict, const char *__restrict, ...) __attribute__((__format__(__scanf__, 2, 3)));
int vfprintf(FILE *__restrict, const char *__restrict, va_list) __attribute__((__format__(__printf__, 2, 0)));
int vfscanf(FILE *__restrict, const char *__restrict, va_list) __attribute__((__format__(__scanf__, 2, 0)));
int vprintf(const char *__restrict, va_list) __attribute__((__format__(__printf__, 1, 0)));
int vscanf(const char *__restrict, va_list) __attribute__((__format__(__scanf__, 1, 0)));
int vsnprintf(char *__restrict, size_t, const char *__restrict, va_list)
    __attribute__((__format__(__printf__, 3, 0)));
int vsprintf(char *__restrict, const char *__restrict, va_list) __attribute__((__format__(__printf__, 2, 0)));
int vsscanf(const char *__restrict, const char *__restrict, va_list) __attribute__((__format__(__scanf__, 2, 0)));
int fgetc(FILE *);
char *fgets(char *__restrict, int, FILE *__restrict);
int fputc(int, FILE *);
int fputs(const char *__restrict, FILE *__restrict);
int getc(FILE *);
int getchar(void);
int putc(int, FILE *);
int putchar(int);
int puts(const char *);
int ungetc(int, FILE *);
size_t fread(void *__restrict, size_t, size_t, FILE *__restrict);
size_t fwrite(const void *__restrict, size_t, size_t, FILE *__restrict);
int fgetpos(FILE *__restrict, fpos_t *__restrict);
int fseek(FILE *, long, int);
int fsetpos(FILE *, const fpos_t *);
long ftell(FILE *);
void rewind(FILE *);
void clearerr(FILE *);
int feof(FILE *);
int ferror(FILE *);
void perror(const char *);
#if __STDC_VERSION__ < 201112L
char *gets(char *);
#endif
#ifdef __FERRY_POSIX
int fileno(FILE *);
FILE *fdopen(int, const char *);
FILE *popen(const char *, const char *);
int pclose(FILE *);
ssize_t getline(char **__restrict, size_t *__restrict, FILE *__restrict);
ssize_t getdelim(char **__restrict, size_t *__restrict, int, FILE *__restrict);
int fseeko(FILE *, off_t, int);
off_t ftello(FILE *);
int dprintf(int, const char *__restrict, ...) __attribute__((__format__(__printf__, 2, 3)));
int vdprintf(int, const char *__restrict, va_list) __attribute__((__format__(__printf__, 2, 0)));
void flockfile(FILE *);
int ftrylockfile(FILE *);
void funlockfile(FILE *);
int getc_unlocked(FILE *);
int getchar_unlocked(void);
int putc_unlocked(int, FILE *);
int putchar_unlocked(int);
FILE *fmemopen(void *__restrict, size_t, const char *__restrict);
FILE *open_memstream(char **, size_t *);
char *ctermid(char *);
int renameat(int, const char *, int, const char *);
#define L_ctermid 20
#endif
#if defined(_DEFAULT_SOURCE) || defined(_XOPEN_SOURCE)
int getw(FILE *);
int putw(int, FILE *);
char *tempnam(const char *, const char *);
#endif
#ifdef _DEFAULT_SOURCE
int asprintf(char **__restrict, const char *__restrict, ...) __attribute__((__format__(__printf__, 2, 3)));
int vasprintf(char **__restrict, const char *__restrict, va_list) __attribute__((__format__(__printf__, 2, 0)));
char *tmpnam_r(char *);
void clearerr_unlocked(FILE *);
int feof_unlocked(FILE *);
int ferror_unlocked(FILE *);
int fileno_unlocked(FILE *);
int fflush_unlocked(FILE *);
int fgetc_unlocked(FILE *);
int fputc_unlocked(int, FILE *);
size_t fread_unlocked(void *__restrict, size_t, size_t, FILE *__restrict);
size_t fwrite_unlocked(const void *__restrict, size_t, size_t, FILE *__restrict);
void setlinebuf(FILE *);
void setbuffer(FILE *, char *, size_t);
#endif
#ifdef _GNU_SOURCE
char *fgets_unlocked(char *__restrict, int, FILE *__restrict);
int fputs_unlocked(const char *__restrict, FILE *__restrict);
#endif
#if defined(_LARGEFILE64_SOURCE) || defined(_GNU_SOURCE)
#define fopen64 fopen
#define freopen64 freopen
#define fseeko64 fseeko
#define ftello64 ftello
#define fgetpos64 fgetpos
#define fsetpos64 fsetpos
#define tmpfile64 tmpfile
#define fpos64_t fpos_t
#endif
#endif
