#ifndef _ERR_H
#define _ERR_H
#include <stdarg.h>
void warn(const char *, ...);
void warnx(const char *, ...);
_Noreturn void err(int, const char *, ...);
_Noreturn void errx(int, const char *, ...);
#endif
