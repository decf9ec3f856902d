/* Counters that can be waited for. */
#ifndef _SYS_EVENTFD_H
#define _SYS_EVENTFD_H
#include <fcntl.h>
#include <stdint.h>
typedef uint64_t eventfd_t;
enum { EFD_SEMAPHORE = 1, EFD_CLOEXEC = O_CLOEXEC, EFD_NONBLOCK = O_NONBLOCK };
#define EFD_SEMAPHORE EFD_SEMAPHORE
#define EFD_CLOEXEC EFD_CLOEXEC
#define EFD_NONBLOCK EFD_NONBLOCK
int eventfd(unsigned, int);
int eventfd_read(int, eventfd_t *);
int eventfd_write(int, eventfd_t);
#endif
