#ifndef _STRINGS_H
#define _STRINGS_H
#include <features.h>
#define __need_size_t
#define __need_NULL
#include <stddef.h>
int bcmp(const void *, const void *, size_t) __attribute__((pure));
void bcopy(const void *, void *, size_t);
void bzero(void *, size_t);
int ffs(int) __attribute__((const));
int ffsl(long) __attribute__((const));
int ffsll(long long) __attribute__((const));
char *index(const char *, int) __attribute__((pure));
char *rindex(const char *, int) __attribute__((pure));
int strcasecmp(const char *, const char *) __attribute__((pure));
int strncasecmp(const char *, const char *, size_t) __attribute__((pure));
#ifdef __FERRY_POSIX
#include <bits/locale_t.h>
int strcasecmp_l(const char *, const char *, locale_t) __attribute__((pure));
int strncasecmp_l(const char *, const char *, size_t, locale_t) __attribute__((pure));
#endif
#endif
