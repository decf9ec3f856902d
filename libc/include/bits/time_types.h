#ifndef _BITS_TIME_TYPES_H
#define _BITS_TIME_TYPES_H
typedef __INT64_TYPE__ time_t; /* long where that has 64 bits, as printf formats expect */
struct timespec {
  time_t tv_sec;
  long tv_nsec;
};
#endif
