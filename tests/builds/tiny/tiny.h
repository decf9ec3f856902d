#ifndef TINY_H
#define TINY_H
#if defined __GNUC__ && __GNUC__ >= 4
#define TINY_API __attribute__((visibility("default")))
#else
#define TINY_API
#endif
TINY_API int tiny_add(int a, int b);
TINY_API const char *tiny_version(void);
#endif
