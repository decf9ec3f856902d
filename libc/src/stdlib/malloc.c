/* The allocator: segregated free lists over chunks with boundary tags.
 *
 * A chunk is a header word (its size, a multiple of 16, with two flag bits), the payload, and, while
 * it is free, a footer word with the size, so that neighbours coalesce in constant time (Knuth,
 * TAOCP 1, 2.5). Free chunks stand in lists by size class: exact classes of 16 bytes up to 512, then
 * one per power of two and quarter. Memory comes from brk in steps of 64 KiB or more; blocks of
 * 256 KiB and more are mapped by themselves. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "../internal.h"

enum {
  ALIGN = 16,
  HEADER = sizeof(size_t),
  MIN_CHUNK = 32,
  SMALL_CLASSES = 33,
  CLASSES = SMALL_CLASSES + 4 * 14,
  GROW = 64 * 1024,
  MAP_THRESHOLD = 256 * 1024
};

/* Flags in the header word. */
#define IN_USE ((size_t)1)
#define PREVIOUS_IN_USE ((size_t)2)
#define MAPPED ((size_t)4)
#define FLAGS ((size_t)15)

/* The payload begins behind `head` and is aligned to 16: chunks start 8 bytes before. */
struct chunk {
  size_t head;
  struct chunk *next, *previous; /* only while free */
};

int __malloc_lock; /* around all uses of what follows */
static struct chunk *lists[CLASSES];
static uint64_t occupied[2]; /* a bit per non-empty list */
static char *heap_end;       /* header of the sentinel that ends the heap */
static size_t heap_size;
static struct __mapped_blocks mapped;

static size_t size_of(const struct chunk *c) {
  return c->head & ~FLAGS;
}

static struct chunk *after(struct chunk *c) {
  return (struct chunk *)((char *)c + size_of(c));
}

static void *payload(struct chunk *c) {
  return (char *)c + HEADER;
}

static struct chunk *chunk_of(void *p) {
  return (struct chunk *)((char *)p - HEADER);
}

static int class_of(size_t size) {
  if (size <= 512) return (int)(size / 16);
  int log = 63 - __builtin_clzll(size);
  int class = SMALL_CLASSES + (log - 9) * 4 + (int)(size >> (log - 2) & 3);
  return class < CLASSES ? class : CLASSES - 1;
}

static void insert(struct chunk *c) {
  size_t size = size_of(c);
  int class = class_of(size);
  *(size_t *)((char *)c + size - HEADER) = size;
  c->previous = 0;
  c->next = lists[class];
  if (c->next) c->next->previous = c;
  lists[class] = c;
  occupied[class / 64] |= (uint64_t)1 << class % 64;
}

static void detach(struct chunk *c) {
  int class = class_of(size_of(c));
  if (c->next) c->next->previous = c->previous;
  if (c->previous) {
    c->previous->next = c->next;
  } else {
    lists[class] = c->next;
    if (!c->next) occupied[class / 64] &= ~((uint64_t)1 << class % 64);
  }
}

/* Merges a chunk that nothing uses with free neighbours and lists it. */
static void release(struct chunk *c) {
  size_t size = size_of(c);
  struct chunk *next = after(c);
  if (!(next->head & IN_USE)) {
    detach(next);
    size += size_of(next);
  }
  if (!(c->head & PREVIOUS_IN_USE)) {
    size_t before = *(size_t *)((char *)c - HEADER);
    c = (struct chunk *)((char *)c - before);
    detach(c);
    size += before;
  }
  c->head = size | PREVIOUS_IN_USE;
  after(c)->head &= ~PREVIOUS_IN_USE;
  insert(c);
}

static int grow(size_t size) {
  size = (size + 64 + GROW - 1) & -(size_t)GROW;
  char *start = (char *)SYSCALL1(SYS_brk, 0);
  char *first = heap_end ? heap_end : (char *)(((uintptr_t)start + ALIGN - 1 + HEADER) & -(uintptr_t)ALIGN) - HEADER;
  char *end = start + size;
  if ((char *)SYSCALL1(SYS_brk, end) != end) return 0;
  struct chunk *c = (struct chunk *)first;
  if (heap_end && start != heap_end + 2 * HEADER) {
    /* Somebody else moved the break: begin anew behind it, the old sentinel stays in use. */
    c = (struct chunk *)((((uintptr_t)start + ALIGN - 1 + HEADER) & -(uintptr_t)ALIGN) - HEADER);
    c->head = PREVIOUS_IN_USE;
  } else if (!heap_end) {
    c->head = PREVIOUS_IN_USE;
  }
  char *sentinel = (char *)((((uintptr_t)end - HEADER) & -(uintptr_t)ALIGN) - HEADER);
  size_t added = (size_t)(sentinel - (char *)c);
  c->head = added | (c->head & PREVIOUS_IN_USE);
  ((struct chunk *)sentinel)->head = IN_USE;
  heap_end = sentinel;
  heap_size += added;
  SYSCALL1(SYS_brk, sentinel + 2 * HEADER);
  release(c);
  return 1;
}

static struct chunk *find(size_t size) {
  int class = class_of(size);
  for (struct chunk *c = lists[class]; c; c = c->next)
    if (size_of(c) >= size) return c;
  for (int i = class + 1; i < CLASSES;) {
    uint64_t rest = occupied[i / 64] >> i % 64;
    if (rest) return lists[i + __builtin_ctzll(rest)];
    i = (i / 64 + 1) * 64;
  }
  return 0;
}

/* Takes `size` bytes of a listed chunk; what is left over goes back. */
static void *take(struct chunk *c, size_t size) {
  size_t whole = size_of(c);
  detach(c);
  if (whole - size >= MIN_CHUNK) {
    struct chunk *rest = (struct chunk *)((char *)c + size);
    rest->head = (whole - size) | PREVIOUS_IN_USE;
    insert(rest);
    whole = size;
  } else {
    after(c)->head |= PREVIOUS_IN_USE;
  }
  c->head = whole | IN_USE | (c->head & PREVIOUS_IN_USE);
  return payload(c);
}

/* Notes that a mapped block came or went: -1 takes `bytes` off. */
static void count_mapped(int blocks, size_t bytes) {
  __acquire(&__malloc_lock);
  mapped.count += (size_t)blocks;
  mapped.bytes += blocks > 0 ? bytes : -bytes;
  if (mapped.count > mapped.most_count) mapped.most_count = mapped.count;
  if (mapped.bytes > mapped.most_bytes) mapped.most_bytes = mapped.bytes;
  __release(&__malloc_lock);
}

/* Maps a block by itself; the two words before it are the mapping's start and its header. */
static void *map(size_t size, size_t align) {
  size_t whole = (size + ALIGN + align + 4095) & -(size_t)4096;
  long at = SYSCALL6(SYS_mmap, 0, whole, 3, 0x22, -1, 0);
  if ((unsigned long)at > -4096UL) {
    errno = ENOMEM;
    return 0;
  }
  uintptr_t p = ((uintptr_t)at + ALIGN + align - 1) & -(uintptr_t)align;
  ((uintptr_t *)p)[-2] = (uintptr_t)at;
  chunk_of((void *)p)->head = whole | IN_USE | MAPPED;
  count_mapped(1, whole);
  return (void *)p;
}

static uintptr_t mapping_of(void *p) {
  return ((uintptr_t *)p)[-2];
}

static size_t chunk_size(size_t n) {
  size_t size = (n + HEADER + ALIGN - 1) & -(size_t)ALIGN;
  return size < MIN_CHUNK ? MIN_CHUNK : size;
}

void *malloc(size_t n) {
  if (n > PTRDIFF_MAX - 8192) {
    errno = ENOMEM;
    return 0;
  }
  if (n >= MAP_THRESHOLD) return map(n, ALIGN);
  size_t size = chunk_size(n);
  __acquire(&__malloc_lock);
  struct chunk *c = find(size);
  if (!c && grow(size)) c = find(size);
  void *p = c ? take(c, size) : 0;
  __release(&__malloc_lock);
  if (!p) errno = ENOMEM;
  return p;
}

void free(void *p) {
  if (!p) return;
  struct chunk *c = chunk_of(p);
  if (c->head & MAPPED) {
    count_mapped(-1, size_of(c));
    SYSCALL2(SYS_munmap, mapping_of(p), size_of(c));
    return;
  }
  if (!(c->head & IN_USE)) abort(); /* freed twice */
  __acquire(&__malloc_lock);
  release(c);
  __release(&__malloc_lock);
}

size_t malloc_usable_size(void *p) {
  if (!p) return 0;
  struct chunk *c = chunk_of(p);
  return c->head & MAPPED ? mapping_of(p) + size_of(c) - (uintptr_t)p : size_of(c) - HEADER;
}

void *calloc(size_t n, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(n, size, &bytes)) {
    errno = ENOMEM;
    return 0;
  }
  void *p = malloc(bytes);
  if (p && !(chunk_of(p)->head & MAPPED)) memset(p, 0, bytes);
  return p;
}

/* Gives a chunk of the heap another size where it lies; 0 if there is no room. */
static int resize(struct chunk *c, size_t size) {
  size_t whole = size_of(c);
  struct chunk *next = after(c);
  if (size > whole && !(next->head & IN_USE) && whole + size_of(next) >= size) {
    /* Grow into the free neighbour. */
    detach(next);
    whole += size_of(next);
    c->head = whole | (c->head & FLAGS);
    after(c)->head |= PREVIOUS_IN_USE;
  }
  if (size > whole) return 0;
  if (whole - size >= MIN_CHUNK) {
    struct chunk *rest = (struct chunk *)((char *)c + size);
    rest->head = (whole - size) | IN_USE | PREVIOUS_IN_USE;
    c->head = size | (c->head & FLAGS);
    release(rest);
  }
  return 1;
}

void *realloc(void *p, size_t n) {
  if (!p) return malloc(n);
  if (n > PTRDIFF_MAX - 8192) {
    errno = ENOMEM;
    return 0;
  }
  struct chunk *c = chunk_of(p);
  size_t room = malloc_usable_size(p);
  if (!(c->head & MAPPED)) {
    __acquire(&__malloc_lock);
    int done = resize(c, chunk_size(n));
    __release(&__malloc_lock);
    if (done) return p;
  } else if (n <= room && n >= MAP_THRESHOLD / 2) {
    return p;
  }
  void *q = malloc(n);
  if (q) {
    memcpy(q, p, n < room ? n : room);
    free(p);
  }
  return q;
}

void *reallocarray(void *p, size_t n, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(n, size, &bytes)) {
    errno = ENOMEM;
    return 0;
  }
  return realloc(p, bytes);
}

void *aligned_alloc(size_t align, size_t n) {
  if (align & (align - 1) || n > PTRDIFF_MAX - align - 8192) {
    errno = align & (align - 1) ? EINVAL : ENOMEM;
    return 0;
  }
  if (align <= ALIGN) return malloc(n);
  /* Room to move up to the alignment, inside the heap so that the front can be given back. */
  size_t want = n + align + MIN_CHUNK;
  if (want >= MAP_THRESHOLD) return map(n, align);
  void *p = malloc(want);
  if (!p) return 0;
  uintptr_t at = ((uintptr_t)p + align - 1) & -(uintptr_t)align;
  if (at == (uintptr_t)p) return p;
  while (at - (uintptr_t)p < MIN_CHUNK) at += align;
  struct chunk *front = chunk_of(p), *c = chunk_of((void *)at);
  size_t skipped = (size_t)((char *)c - (char *)front);
  __acquire(&__malloc_lock);
  c->head = (size_of(front) - skipped) | IN_USE | PREVIOUS_IN_USE;
  front->head = skipped | (front->head & FLAGS);
  release(front);
  __release(&__malloc_lock);
  return (void *)at;
}

void *memalign(size_t align, size_t n) {
  return aligned_alloc(align, n);
}

int posix_memalign(void **out, size_t align, size_t n) {
  if (align < sizeof(void *) || align & (align - 1)) return EINVAL;
  int saved = errno;
  void *p = aligned_alloc(align, n);
  errno = saved;
  if (!p) return ENOMEM;
  *out = p;
  return 0;
}

void __malloc_usage(struct __heap_usage *usage) {
  *usage = (struct __heap_usage){0};
  __acquire(&__malloc_lock);
  for (int i = 0; i < CLASSES; i++) {
    for (struct chunk *c = lists[i]; c; c = c->next) {
      usage->free_count++;
      usage->free_bytes += size_of(c);
      if ((char *)after(c) == heap_end) usage->top_bytes = size_of(c);
    }
  }
  usage->size = heap_size;
  usage->mapped = mapped;
  __release(&__malloc_lock);
}
