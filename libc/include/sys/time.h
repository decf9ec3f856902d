#ifndef _SYS_TIME_H
#define _SYS_TIME_H
#include <bits/timeval.h>
#include <sys/select.h>
struct timezone {
  int tz_minuteswest, tz_dsttime;
};
int gettimeofday(struct timeval *__restrict, void *__restrict);
int utimes(const char *, const struct timeval[2]);
#define timerclear(t) ((t)->tv_sec = (t)->tv_usec = 0)
#define timerisset(t) ((t)->tv_sec || (t)->tv_usec)
#endif
