#ifndef _MALLOC_H
#define _MALLOC_H
#include <features.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#define M_MXFAST 1
#define M_NLBLKS 2
#define M_GRAIN 3
#define M_KEEP 4
#define M_TRIM_THRESHOLD (-1)
#define M_TOP_PAD (-2)
#define M_MMAP_THRESHOLD (-3)
#define M_MMAP_MAX (-4)
#define M_CHECK_ACTION (-5)
#define M_PERTURB (-6)
#define M_ARENA_TEST (-7)
#define M_ARENA_MAX (-8)
struct mallinfo {
  int arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};
struct mallinfo2 {
  size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};
void *memalign(size_t, size_t) __attribute__((__malloc__, __alloc_size__(2)));
void *valloc(size_t) __attribute__((__malloc__, __alloc_size__(1)));
void *pvalloc(size_t) __attribute__((__malloc__));
size_t malloc_usable_size(void *);
struct mallinfo mallinfo(void);
struct mallinfo2 mallinfo2(void);
int mallopt(int, int);
int malloc_trim(size_t);
void malloc_stats(void);
#endif
