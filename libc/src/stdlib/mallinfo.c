/* What <malloc.h> tells of the heap, and its pages. */
#include <limits.h>
#include <malloc.h>
#include "../internal.h"

enum { PAGE = 4096 };

struct mallinfo2 mallinfo2(void) {
  struct __heap_usage u;
  __malloc_usage(&u);
  return (struct mallinfo2){.arena = u.size, .ordblks = u.free_count, .hblks = u.mapped.count,
                            .hblkhd = u.mapped.bytes, .uordblks = u.size - u.free_bytes,
                            .fordblks = u.free_bytes, .keepcost = u.top_bytes};
}

struct mallinfo mallinfo(void) {
  struct mallinfo2 m = mallinfo2();
  return (struct mallinfo){.arena = (int)m.arena, .ordblks = (int)m.ordblks, .hblks = (int)m.hblks,
                           .hblkhd = (int)m.hblkhd, .uordblks = (int)m.uordblks,
                           .fordblks = (int)m.fordblks, .keepcost = (int)m.keepcost};
}

/* The parameters are hints; this allocator has nothing to set. */
int mallopt(int parameter, int value) {
  (void)parameter;
  (void)value;
  return 1;
}

/* The break is never lowered: nothing was given back. */
int malloc_trim(size_t keep) {
  (void)keep;
  return 0;
}

void malloc_stats(void) {
  struct __heap_usage u;
  __malloc_usage(&u);
  size_t used = u.size - u.free_bytes;
  fprintf(stderr, "Arena 0:\nsystem bytes     = %10zu\nin use bytes     = %10zu\n", u.size, used);
  fprintf(stderr, "Total (incl. mmap):\nsystem bytes     = %10zu\nin use bytes     = %10zu\n",
          u.size + u.mapped.bytes, used + u.mapped.bytes);
  fprintf(stderr, "max mmap regions = %10zu\nmax mmap bytes   = %10zu\n", u.mapped.most_count,
          u.mapped.most_bytes);
}

void *valloc(size_t n) {
  return memalign(PAGE, n);
}

void *pvalloc(size_t n) {
  if (n > SIZE_MAX - PAGE) {
    errno = ENOMEM;
    return 0;
  }
  return memalign(PAGE, (n + PAGE - 1) & -(size_t)PAGE);
}
