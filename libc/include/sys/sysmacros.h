/* Device numbers: 32 bits of major number and 32 of minor, interleaved so that the old 8 bits of each stay in place. */
#ifndef _SYS_SYSMACROS_H
#define _SYS_SYSMACROS_H
#include <sys/types.h>
static __inline unsigned gnu_dev_major(dev_t __d) {
  return (unsigned)(__d >> 8 & 0xfff) | (unsigned)(__d >> 32 & ~0xfffULL);
}
static __inline unsigned gnu_dev_minor(dev_t __d) {
  return (unsigned)(__d & 0xff) | (unsigned)(__d >> 12 & ~0xffULL);
}
static __inline dev_t gnu_dev_makedev(unsigned __major, unsigned __minor) {
  return (dev_t)(__major & 0xfffff000u) << 32 | (dev_t)(__major & 0xfffu) << 8 |
         (dev_t)(__minor & 0xffffff00u) << 12 | (__minor & 0xffu);
}
#define major(d) gnu_dev_major(d)
#define minor(d) gnu_dev_minor(d)
#define makedev(major, minor) gnu_dev_makedev(major, minor)
#endif
