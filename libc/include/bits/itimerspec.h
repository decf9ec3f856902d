#ifndef _BITS_ITIMERSPEC_H
#define _BITS_ITIMERSPEC_H
#include <bits/time_types.h>
struct itimerspec {
  struct timespec it_interval, it_value;
};
#endif
