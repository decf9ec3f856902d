#ifndef _STRINGS_H
#define _STRINGS_H
#include <features.h>
#define __need_size_t
#define __need_NULL
#include <stddef.h>
int bcmp(const void *, const void *, size_t) __attribute__((__pure__));
void bcopy(const void *, void *, size_t);
void bzero(void *, size_t);
int ffs(int) __attribute__((__const__));
int ffsl(long) __attribute__((__const__));
int ffsll(long long) __attribute__((__const__));
char *index(const char *, int) __attribute__((__pure__));
char *rindex(const char *, int) __attribute__((__pure__));
int strcasecmp(const char *, const char *) __attribute__((__pure__));
int strncasecmp(const char *, const char *, size_t) __attribute__((__pure__));
#ifdef __FERRY_POSIX
#include <bits/locale_t.h>
int strcasecmp_l(const char *, const char *, locale_t) __attribute__((__pure__));
int strncasecmp_l(const char *, const char *, size_t, locale_t) __attribute__((__pure__));
#endif
#endif
