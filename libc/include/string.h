#ifndef _STRING_H
#define _STRING_H
#include <features.h>
#define __need_size_t
#define __need_NULL
#include <stddef.h>
void *memcpy(void *__restrict, const void *__restrict, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);
int memcmp(const void *, const void *, size_t) __attribute__((__pure__));
void *memchr(const void *, int, size_t) __attribute__((__pure__));
char *strcpy(char *__restrict, const char *__restrict);
char *strncpy(char *__restrict, const char *__restrict, size_t);
char *strcat(char *__restrict, const char *__restrict);
char *strncat(char *__restrict, const char *__restrict, size_t);
int strcmp(const char *, const char *) __attribute__((__pure__));
int strncmp(const char *, const char *, size_t) __attribute__((__pure__));
int strcoll(const char *, const char *) __attribute__((__pure__));
size_t strxfrm(char *__restrict, const char *__restrict, size_t);
char *strchr(const char *, int) __attribute__((__pure__));
char *strrchr(const char *, int) __attribute__((__pure__));
size_t strcspn(const char *, const char *) __attribute__((__pure__));
size_t strspn(const char *, const char *) __attribute__((__pure__));
char *strpbrk(const char *, const char *) __attribute__((__pure__));
char *strstr(const char *, const char *) __attribute__((__pure__));
char *strtok(char *__restrict, const char *__restrict);
size_t strlen(const char *) __attribute__((__pure__));
char *strerror(int);
#ifdef __FERRY_POSIX
#include <strings.h>
char *strtok_r(char *__restrict, const char *__restrict, char **__restrict);
int strerror_r(int, char *, size_t);
char *stpcpy(char *__restrict, const char *__restrict);
char *stpncpy(char *__restrict, const char *__restrict, size_t);
size_t strnlen(const char *, size_t) __attribute__((__pure__));
char *strdup(const char *) __attribute__((__malloc__));
char *strndup(const char *, size_t) __attribute__((__malloc__));
char *strsignal(int);
int strcoll_l(const char *, const char *, locale_t) __attribute__((__pure__));
size_t strxfrm_l(char *__restrict, const char *__restrict, size_t, locale_t);
char *strerror_l(int, locale_t);
void *memccpy(void *__restrict, const void *__restrict, int, size_t);
#endif
#if !defined(__FERRY_POSIX) && __STDC_VERSION__ >= 202311L
char *strdup(const char *);
char *strndup(const char *, size_t);
void *memccpy(void *__restrict, const void *__restrict, int, size_t);
#endif
#if defined(_DEFAULT_SOURCE) || __STDC_VERSION__ >= 202311L
void *memset_explicit(void *, int, size_t);
#endif
#ifdef _DEFAULT_SOURCE
char *strsep(char **, const char *);
size_t strlcpy(char *__restrict, const char *__restrict, size_t);
size_t strlcat(char *__restrict, const char *__restrict, size_t);
void explicit_bzero(void *, size_t);
#endif
#ifdef _GNU_SOURCE
void *mempcpy(void *__restrict, const void *__restrict, size_t);
void *memmem(const void *, size_t, const void *, size_t) __attribute__((__pure__));
void *memrchr(const void *, int, size_t) __attribute__((__pure__));
void *rawmemchr(const void *, int) __attribute__((__pure__));
char *strchrnul(const char *, int) __attribute__((__pure__));
char *strcasestr(const char *, const char *) __attribute__((__pure__));
int strverscmp(const char *, const char *) __attribute__((__pure__));
char *basename(const char *);
#define strdupa(s)                                        \
  (__extension__({                                        \
    const char *__s = (s);                                \
    size_t __n = strlen(__s) + 1;                         \
    (char *)memcpy(__builtin_alloca(__n), __s, __n);      \
  }))
#endif
#endif
