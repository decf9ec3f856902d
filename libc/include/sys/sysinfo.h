#ifndef _SYS_SYSINFO_H
#define _SYS_SYSINFO_H
/* The kernel's account of itself: loads are fixed-point numbers with 16 bits behind the point, sizes count mem_unit bytes. */
struct sysinfo {
  long uptime;
  unsigned long loads[3], totalram, freeram, sharedram, bufferram, totalswap, freeswap;
  unsigned short procs, __pad;
  unsigned long totalhigh, freehigh;
  unsigned mem_unit;
  char __rest[20 - 2 * sizeof(long) - sizeof(int)];
};
#define SI_LOAD_SHIFT 16
int sysinfo(struct sysinfo *);
int get_nprocs(void);
int get_nprocs_conf(void);
long get_phys_pages(void);
long get_avphys_pages(void);
#endif
