/* Formatted input (C17 7.21.6.2), one engine for streams and strings. */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "file.h"

enum length { NORMAL, HH, H, L, LL, BIG_L, J, Z, T };

static const struct __format binary32 = {24, -149, 104}, binary64 = {53, -1074, 971},
                             binary128 = {113, -16494, 16271};

static int next(struct __scan *s) {
  int c = s->get(s);
  if (c >= 0) s->count++;
  return c;
}

static void back(struct __scan *s, int c) {
  if (c < 0) return;
  s->unget(s, c);
  s->count--;
}

static void skip_space(struct __scan *s) {
  int c;
  do c = next(s);
  while (isspace(c));
  back(s, c);
}

static void store_integer(void *p, enum length length, unsigned long long v) {
  switch (length) {
    case HH:
      *(unsigned char *)p = (unsigned char)v;
      break;
    case H:
      *(unsigned short *)p = (unsigned short)v;
      break;
    case L: case Z: case T:
      *(unsigned long *)p = (unsigned long)v;
      break;
    case LL: case J: case BIG_L:
      *(unsigned long long *)p = v;
      break;
    default:
      *(unsigned *)p = (unsigned)v;
  }
}

static void store_float(void *p, enum length length, long double v) {
  if (length == BIG_L || length == LL) {
    *(long double *)p = v;
  } else if (length == L) {
    *(double *)p = (double)v;
  } else {
    *(float *)p = (float)v;
  }
}

/* Where %s, %c and %[ put their characters: narrow, wide, or grown by malloc (%m). */
struct text {
  void *out;
  char **allocated;
  size_t used, room;
  int wide;
  mbstate_t state;
};

/* Takes a byte: 1 if a character is complete with it, 0 if not yet, -1 where it is none. */
static int text_put(struct text *t, int c) {
  wchar_t wc;
  if (t->wide) {
    char byte = (char)c;
    size_t r = mbrtowc(&wc, &byte, 1, &t->state);
    if (r == (size_t)-2) return 0;
    if (r == (size_t)-1) return -1;
  }
  size_t unit = t->wide ? sizeof(wchar_t) : 1;
  if (t->allocated && t->used + 2 > t->room) {
    size_t grown = t->room ? t->room * 2 : 32;
    char *p = realloc(*t->allocated, grown * unit);
    if (!p) return -1;
    *t->allocated = p;
    t->out = p;
    t->room = grown;
  }
  if (t->out) {
    if (t->wide) ((wchar_t *)t->out)[t->used] = wc;
    else ((char *)t->out)[t->used] = (char)c;
  }
  t->used++;
  return 1;
}

static void text_end(struct text *t) {
  if (t->allocated && !t->out) text_put(t, 0);
  if (!t->out) return;
  if (t->allocated && t->used == 1 && t->room == 0) t->used = 0;
  if (t->wide) ((wchar_t *)t->out)[t->used] = 0;
  else ((char *)t->out)[t->used] = 0;
}

/* Parses a scan set behind '[' into 256 flags; returns what follows ']'. */
static const char *parse_set(const char *f, unsigned char *set) {
  int invert = *f == '^';
  if (invert) f++;
  memset(set, invert, 256);
  for (int first = 1; *f && (first || *f != ']'); first = 0) {
    unsigned char from = (unsigned char)*f++, to = from;
    if (*f == '-' && f[1] && f[1] != ']') {
      to = (unsigned char)f[1];
      f += 2;
    }
    for (unsigned c = from; c <= to; c++) set[c] = (unsigned char)!invert;
  }
  return *f ? f + 1 : f;
}

int __scan_input(struct __scan *s, const char *f, va_list original) {
  int assigned = 0, any_input = 1;
  va_list list;
  va_copy(list, original);
  for (; *f; ) {
    unsigned char c = (unsigned char)*f++;
    if (isspace(c)) {
      skip_space(s);
      continue;
    }
    if (c != '%' || *f == '%') {
      if (c == '%') {
        f++;
        skip_space(s);
      }
      int got = next(s);
      if (got == c) continue;
      back(s, got);
      any_input = got >= 0;
      break;
    }
    int suppress = *f == '*', allocate = 0;
    if (suppress) f++;
    long long width = 0;
    while (isdigit((unsigned char)*f)) width = width * 10 + (*f++ - '0');
    if (*f == 'm') {
      allocate = 1;
      f++;
    }
    enum length length = NORMAL;
    switch (*f) {
      case 'h':
        length = f[1] == 'h' ? HH : H;
        f += length == HH ? 2 : 1;
        break;
      case 'l':
        length = f[1] == 'l' ? LL : L;
        f += length == LL ? 2 : 1;
        break;
      case 'L': length = BIG_L; f++; break;
      case 'j': length = J; f++; break;
      case 'z': length = Z; f++; break;
      case 't': length = T; f++; break;
      case 'q': length = LL; f++; break;
    }
    char conversion = *f++;
    if (conversion == 'C' || conversion == 'S') {
      length = L;
      conversion |= 32;
    }
    if (conversion == 'n') {
      if (!suppress) store_integer(va_arg(list, void *), length, (unsigned long long)s->count);
      continue;
    }
    if (conversion != 'c' && conversion != '[') skip_space(s);
    int first = next(s);
    back(s, first);
    if (first < 0) {
      any_input = 0;
      break;
    }
    void *target = suppress ? 0 : va_arg(list, void *);
    int matched = 0, overflow, negative;
    s->limit = width ? width : LLONG_MAX;
    switch (conversion) {
      case 'd': case 'u': case 'i': case 'o': case 'x': case 'X': case 'p': case 'b': {
        int base = conversion == 'i' ? 0 : conversion == 'o' ? 8 : conversion == 'b' ? 2
                   : conversion == 'd' || conversion == 'u' ? 10 : 16;
        unsigned long long v = __scan_integer(s, base, ULLONG_MAX, &matched, &overflow, &negative);
        if (overflow) v = conversion == 'd' || conversion == 'i' ? (negative ? (unsigned long long)LLONG_MIN : LLONG_MAX) : ULLONG_MAX;
        else if (negative) v = -v;
        if (matched && target) store_integer(target, conversion == 'p' ? L : length, v);
        break;
      }
      case 'a': case 'A': case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': {
        const struct __format *format = length == BIG_L || length == LL ? &binary128 : length == L ? &binary64 : &binary32;
        long double v = __scan_float(s, format, &matched);
        matched = matched == 1;
        if (matched && target) store_float(target, length, v);
        break;
      }
      case 'c': case 's': case '[': {
        unsigned char set[256];
        if (conversion == '[') f = parse_set(f, set);
        struct text t = {allocate ? 0 : target, allocate && target ? target : 0, 0, 0, length == L, {0}};
        if (t.allocated) *t.allocated = 0;
        long long left = width ? width : conversion == 'c' ? 1 : LLONG_MAX;
        while (left > 0) {
          int got = next(s);
          if (got < 0) break;
          if ((conversion == 's' && isspace(got)) || (conversion == '[' && !set[got])) {
            back(s, got);
            break;
          }
          int complete = text_put(&t, got);
          if (complete < 0) break;
          left -= complete;
        }
        matched = conversion == 'c' ? left == 0 : t.used > 0;
        if (matched && conversion != 'c') text_end(&t);
        break;
      }
      default:
        goto end;
    }
    if (!matched) break;
    if (!suppress) assigned++;
  }
end:
  va_end(list);
  return assigned == 0 && !any_input ? EOF : assigned;
}

static int file_get(struct __scan *s) {
  return fgetc(s->source);
}

static void file_unget(struct __scan *s, int c) {
  ungetc(c, s->source);
}

int vfscanf(FILE *restrict f, const char *restrict format, va_list list) {
  LOCKED(f);
  struct __scan s = {file_get, file_unget, 0, LLONG_MAX, f};
  return __scan_input(&s, format, list);
}

static int string_get(struct __scan *s) {
  const unsigned char *p = s->source;
  if (!*p) return -1;
  s->source = (void *)(p + 1);
  return *p;
}

static void string_unget(struct __scan *s, int c) {
  (void)c;
  s->source = (unsigned char *)s->source - 1;
}

int vsscanf(const char *restrict text, const char *restrict format, va_list list) {
  struct __scan s = {string_get, string_unget, 0, LLONG_MAX, (void *)text};
  return __scan_input(&s, format, list);
}

int vscanf(const char *restrict format, va_list list) {
  return vfscanf(stdin, format, list);
}

#define VARIADIC(CALL)    \
  va_list list;           \
  va_start(list, format); \
  int r = CALL;           \
  va_end(list);           \
  return r

int scanf(const char *restrict format, ...) {
  VARIADIC(vfscanf(stdin, format, list));
}
int fscanf(FILE *restrict f, const char *restrict format, ...) {
  VARIADIC(vfscanf(f, format, list));
}
int sscanf(const char *restrict text, const char *restrict format, ...) {
  VARIADIC(vsscanf(text, format, list));
}
