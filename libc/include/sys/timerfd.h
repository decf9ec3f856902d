/* Timers that can be waited for. */
#ifndef _SYS_TIMERFD_H
#define _SYS_TIMERFD_H
#include <bits/itimerspec.h>
#include <fcntl.h>
#include <time.h>
enum { TFD_CLOEXEC = O_CLOEXEC, TFD_NONBLOCK = O_NONBLOCK };
#define TFD_CLOEXEC TFD_CLOEXEC
#define TFD_NONBLOCK TFD_NONBLOCK
enum { TFD_TIMER_ABSTIME = 1, TFD_TIMER_CANCEL_ON_SET = 2 };
#define TFD_TIMER_ABSTIME TFD_TIMER_ABSTIME
#define TFD_TIMER_CANCEL_ON_SET TFD_TIMER_CANCEL_ON_SET
int timerfd_create(clockid_t, int);
int timerfd_settime(int, int, const struct itimerspec *, struct itimerspec *);
int timerfd_gettime(int, struct itimerspec *);
#endif
