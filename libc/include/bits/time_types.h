#ifndef _BITS_TIME_TYPES_H
#define _BITS_TIME_TYPES_H
typedef long long time_t;
struct timespec {
  time_t tv_sec;
  long tv_nsec;
};
#endif
