// skip: interpreter, musl, rv32
// Names and types that programs for Linux take from headers: formats for the types of sizes and times, 64-bit file names, sets of processors, network structures.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <mntent.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <regex.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <unistd.h>
#include "check.h"

#define IS(type, expected) _Generic((type){0}, expected: 1, default: 0)

_Static_assert(IS(time_t, long) && IS(off_t, long) && IS(ino_t, unsigned long) && IS(dev_t, unsigned long), "");
_Static_assert(IS(blkcnt_t, long) && IS(rlim_t, unsigned long) && IS(regoff_t, int) && IS(off64_t, long), "");
_Static_assert(sizeof(struct stat64) == 128 && sizeof(struct ifreq) == 40 && sizeof(struct group_source_req) == 264, "");
_Static_assert(sizeof(struct sysinfo) == 112 && _IOR('T', 0x30, unsigned) == TIOCGPTN, "");

static int addresses(void) {
  struct in6_addr a;
  CHECK(1, inet_pton(AF_INET6, "::ffff:1.2.3.4", &a) == 1 && IN6_IS_ADDR_V4MAPPED(&a) && !IN6_IS_ADDR_MULTICAST(&a));
  CHECK(2, IN6_IS_ADDR_LOOPBACK(&in6addr_loopback) && IN6_IS_ADDR_UNSPECIFIED(&in6addr_any) && a.s6_addr32[3] == htonl(0x01020304));
  CHECK(3, IN_MULTICAST(0xe0000001) && !IN_MULTICAST(0x7f000001));
  return 0;
}

static int threads(void) {
  char name[16];
  cpu_set_t set;
  CPU_ZERO(&set);
  CHECK(10, sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0);
  CPU_SET(1000, &set);
  CHECK(11, CPU_ISSET(1000, &set) && !CPU_ISSET(999, &set));
  CHECK(12, !pthread_setname_np(pthread_self(), "worker") && !pthread_getname_np(pthread_self(), name, sizeof name));
  CHECK(13, !strcmp(name, "worker") && pthread_setname_np(pthread_self(), "more than fifteen") != 0);
  return 0;
}

static int mounts(void) {
  char line[] = "a\\040b /mnt ext4 rw,size=5,x 1 2\n", buffer[64];
  FILE *f = fmemopen(line, sizeof line - 1, "r");
  struct mntent m;
  CHECK(20, f && getmntent_r(f, &m, buffer, sizeof buffer) && !strcmp(m.mnt_fsname, "a b") && m.mnt_passno == 2);
  CHECK(21, hasmntopt(&m, "size") && !hasmntopt(&m, "siz") && hasmntopt(&m, "x") && !getmntent_r(f, &m, buffer, sizeof buffer));
  fclose(f);
  return 0;
}

int main(void) {
  int failed = addresses();
  if (!failed) failed = threads();
  return failed ? failed : mounts();
}
