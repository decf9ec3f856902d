/* Searching and sorting (C17 7.22.5): introsort, so that no input is quadratic (Musser, 1997). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef int comparison(const void *, const void *, void *);

void *bsearch(const void *key, const void *base, size_t n, size_t size,
              int (*compare)(const void *, const void *)) {
  const char *low = base;
  while (n > 0) {
    const char *middle = low + n / 2 * size;
    int c = compare(key, middle);
    if (c == 0) return (void *)middle;
    if (c > 0) {
      low = middle + size;
      n -= n / 2 + 1;
    } else {
      n /= 2;
    }
  }
  return 0;
}

struct sort {
  size_t size;
  comparison *compare;
  void *argument;
};

static void swap(const struct sort *s, char *a, char *b) {
  size_t n = s->size;
  if (((uintptr_t)a | (uintptr_t)b | n) % sizeof(long) == 0) {
    for (; n; n -= sizeof(long), a += sizeof(long), b += sizeof(long)) {
      long t = *(long __attribute__((may_alias)) *)a;
      *(long __attribute__((may_alias)) *)a = *(long __attribute__((may_alias)) *)b;
      *(long __attribute__((may_alias)) *)b = t;
    }
    return;
  }
  for (; n; n--, a++, b++) {
    char t = *a;
    *a = *b;
    *b = t;
  }
}

static int less(const struct sort *s, const char *a, const char *b) {
  return s->compare(a, b, s->argument) < 0;
}

static void insertion_sort(const struct sort *s, char *base, size_t n) {
  for (size_t i = 1; i < n; i++)
    for (char *p = base + i * s->size; p > base && less(s, p, p - s->size); p -= s->size)
      swap(s, p, p - s->size);
}

static void sift_down(const struct sort *s, char *base, size_t root, size_t n) {
  for (size_t child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && less(s, base + child * s->size, base + (child + 1) * s->size)) child++;
    if (!less(s, base + root * s->size, base + child * s->size)) return;
    swap(s, base + root * s->size, base + child * s->size);
  }
}

static void heap_sort(const struct sort *s, char *base, size_t n) {
  for (size_t i = n / 2; i-- > 0;) sift_down(s, base, i, n);
  for (size_t i = n; i-- > 1;) {
    swap(s, base, base + i * s->size);
    sift_down(s, base, 0, i);
  }
}

static void intro_sort(const struct sort *s, char *base, size_t n, int depth) {
  while (n > 12) {
    if (depth-- == 0) {
      heap_sort(s, base, n);
      return;
    }
    /* Median of three to the front, then Hoare's partition around it. */
    char *middle = base + n / 2 * s->size, *last = base + (n - 1) * s->size;
    if (less(s, middle, base)) swap(s, middle, base);
    if (less(s, last, middle)) {
      swap(s, last, middle);
      if (less(s, middle, base)) swap(s, middle, base);
    }
    swap(s, base, middle);
    char *i = base, *j = base + n * s->size;
    for (;;) {
      do i += s->size;
      while (i <= last && less(s, i, base));
      do j -= s->size;
      while (less(s, base, j));
      if (i >= j) break;
      swap(s, i, j);
    }
    swap(s, base, j);
    size_t left = (size_t)(j - base) / s->size, right = n - left - 1;
    char *above = j + s->size;
    if (left < right) {
      intro_sort(s, base, left, depth);
      base = above;
      n = right;
    } else {
      intro_sort(s, above, right, depth);
      n = left;
    }
  }
  insertion_sort(s, base, n);
}

void qsort_r(void *base, size_t n, size_t size, comparison *compare, void *argument) {
  struct sort s = {size, compare, argument};
  int depth = 2;
  for (size_t i = n; i > 1; i /= 2) depth += 2;
  if (n > 1 && size > 0) intro_sort(&s, base, n, depth);
}

static int call_plain(const void *a, const void *b, void *compare) {
  return (*(int (**)(const void *, const void *))compare)(a, b);
}

void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *)) {
  qsort_r(base, n, size, call_plain, &compare);
}
