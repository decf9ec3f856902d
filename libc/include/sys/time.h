#ifndef _SYS_TIME_H
#define _SYS_TIME_H
#include <bits/timeval.h>
#include <sys/select.h>
struct timezone {
  int tz_minuteswest, tz_dsttime;
};
int gettimeofday(struct timeval *__restrict, void *__restrict);
int utimes(const char *, const struct timeval[2]);
int settimeofday(const struct timeval *, const struct timezone *);
int futimes(int, const struct timeval[2]);
int lutimes(const char *, const struct timeval[2]);
struct itimerval {
  struct timeval it_interval, it_value;
};
#define ITIMER_REAL 0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF 2
int getitimer(int, struct itimerval *);
int setitimer(int, const struct itimerval *__restrict, struct itimerval *__restrict);
#define timercmp(a, b, CMP) \
  ((a)->tv_sec == (b)->tv_sec ? (a)->tv_usec CMP(b)->tv_usec : (a)->tv_sec CMP(b)->tv_sec)
#define timeradd(a, b, result)                                                         \
  do {                                                                                 \
    (result)->tv_sec = (a)->tv_sec + (b)->tv_sec;                                      \
    (result)->tv_usec = (a)->tv_usec + (b)->tv_usec;                                   \
    if ((result)->tv_usec >= 1000000) (result)->tv_sec++, (result)->tv_usec -= 1000000; \
  } while (0)
#define timersub(a, b, result)                                                  \
  do {                                                                          \
    (result)->tv_sec = (a)->tv_sec - (b)->tv_sec;                               \
    (result)->tv_usec = (a)->tv_usec - (b)->tv_usec;                            \
    if ((result)->tv_usec < 0) (result)->tv_sec--, (result)->tv_usec += 1000000; \
  } while (0)
#define timerclear(t) ((t)->tv_sec = (t)->tv_usec = 0)
#define timerisset(t) ((t)->tv_sec || (t)->tv_usec)
#endif
