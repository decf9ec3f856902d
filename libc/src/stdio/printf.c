/* Formatted output (C17 7.21.6.1), one engine for streams, strings and descriptors. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#include "file.h"

enum { LEFT = 1, PLUS = 2, SPACE = 4, ALTERNATE = 8, ZERO = 16, GROUP = 32 };
enum length { NORMAL, HH, H, L, LL, BIG_L, J, Z, T };

struct spec {
  unsigned flags;
  int width, precision; /* precision -1: none given */
  enum length length;
  char conversion;
};

struct output {
  struct __sink *sink;
  long long count;
  int error; /* errno as it was, for %m */
};

static void put(struct output *o, const char *s, size_t n) {
  o->count += (long long)n;
  if (n) o->sink->put(o->sink, s, n);
}

static void pad(struct output *o, char c, long long n) {
  char block[64];
  if (n <= 0) return;
  memset(block, c, n < 64 ? (size_t)n : 64);
  for (; n > 64; n -= 64) put(o, block, 64);
  put(o, block, (size_t)n);
}

/* prefix, zeros and body within the width. */
static void put_number(struct output *o, const struct spec *s, const char *prefix, size_t prefix_n,
                       const char *body, size_t n, long long zeros) {
  long long blank = s->width - (long long)(prefix_n + n) - zeros;
  if (s->flags & ZERO && !(s->flags & LEFT) && blank > 0) {
    zeros += blank;
    blank = 0;
  }
  if (!(s->flags & LEFT)) pad(o, ' ', blank);
  put(o, prefix, prefix_n);
  pad(o, '0', zeros);
  put(o, body, n);
  if (s->flags & LEFT) pad(o, ' ', blank);
}

static char sign_of(const struct spec *s, int negative) {
  return negative ? '-' : s->flags & PLUS ? '+' : s->flags & SPACE ? ' ' : 0;
}

static void put_integer(struct output *o, struct spec *s, unsigned long long value, int negative) {
  char buffer[72], prefix[3];
  char *p = buffer + sizeof buffer;
  size_t prefix_n = 0;
  unsigned long long v = value;
  switch (s->conversion) {
    case 'x':
    case 'X':
      for (; v; v >>= 4) *--p = (s->conversion == 'x' ? "0123456789abcdef" : "0123456789ABCDEF")[v & 15];
      if (s->flags & ALTERNATE && value) {
        prefix[prefix_n++] = '0';
        prefix[prefix_n++] = s->conversion;
      }
      break;
    case 'b':
    case 'B':
      for (; v; v >>= 1) *--p = (char)('0' + (v & 1));
      if (s->flags & ALTERNATE && value) {
        prefix[prefix_n++] = '0';
        prefix[prefix_n++] = s->conversion;
      }
      break;
    case 'o':
      for (; v; v >>= 3) *--p = (char)('0' + (v & 7));
      break;
    default:
      for (; v; v /= 10) *--p = (char)('0' + v % 10);
      if (s->conversion != 'u') {
        char sign = sign_of(s, negative);
        if (sign) prefix[prefix_n++] = sign;
      }
  }
  size_t n = (size_t)(buffer + sizeof buffer - p);
  long long zeros = 0;
  if (s->precision >= 0) {
    s->flags &= ~(unsigned)ZERO;
    if ((long long)n < s->precision) zeros = s->precision - (long long)n;
  } else if (n == 0) {
    zeros = 1;
  }
  if (s->conversion == 'o' && s->flags & ALTERNATE && zeros == 0 && (n == 0 || *p != '0')) zeros = 1;
  put_number(o, s, prefix, prefix_n, p, n, zeros);
}

/* The parts of a long double (binary128). */
union bits128 {
  long double value;
  struct {
    unsigned long long low, high;
  } half;
};

struct parts {
  unsigned long long high, low; /* significand */
  int exponent;                 /* of its last place */
  int negative, infinite, nan;
};

static struct parts take_apart(long double x) {
  union bits128 u = {.value = x};
  struct parts p = {u.half.high & 0xffffffffffff, u.half.low, 0, (int)(u.half.high >> 63), 0, 0};
  int e = (int)(u.half.high >> 48) & 0x7fff;
  if (e == 0x7fff) {
    p.nan = (p.high | p.low) != 0;
    p.infinite = !p.nan;
  } else if (e) {
    p.high |= 1ull << 48;
    p.exponent = e - 16383 - 112;
  } else {
    p.exponent = 1 - 16383 - 112;
  }
  return p;
}

static void put_hex_float(struct output *o, struct spec *s, struct parts x, int is_double) {
  int upper = s->conversion == 'A';
  unsigned __int128 m = (unsigned __int128)x.high << 64 | x.low;
  int digits = 28, exponent = 0;
  if (m) {
    /* One hexadecimal digit, the leading one bit, before the point. */
    exponent = x.exponent + 112;
    while (!(m >> 112)) {
      m <<= 1;
      exponent--;
    }
    if (is_double && exponent < -1022) {
      /* A subnormal double prints as 0x0.xxxp-1022, as other libraries do. */
      m >>= -1022 - exponent;
      exponent = -1022;
    }
  }
  if (is_double) digits = 13;
  unsigned __int128 fraction = m & (((unsigned __int128)1 << 112) - 1);
  int lead = (int)(m >> 112), wanted = s->precision;
  if (wanted >= 0 && wanted < 28) {
    int dropped = (28 - wanted) * 4;
    unsigned __int128 whole = (unsigned __int128)(unsigned)lead << 112 | fraction;
    unsigned __int128 rest = whole & (((unsigned __int128)1 << dropped) - 1), half = (unsigned __int128)1 << (dropped - 1);
    whole >>= dropped;
    if (rest > half || (rest == half && whole & 1)) whole++;
    whole <<= dropped;
    lead = (int)(whole >> 112);
    fraction = whole & (((unsigned __int128)1 << 112) - 1);
    digits = wanted;
  }
  char body[64], prefix[4];
  size_t n = 0, prefix_n = 0;
  char sign = sign_of(s, x.negative);
  if (sign) prefix[prefix_n++] = sign;
  prefix[prefix_n++] = '0';
  prefix[prefix_n++] = upper ? 'X' : 'x';
  body[n++] = (char)('0' + lead);
  int last = wanted < 0 ? 0 : wanted < 28 ? wanted : 28;
  for (int i = 0; i < 28; i++)
    if (fraction >> (108 - 4 * i) & 15 && i + 1 > last && wanted < 0) last = i + 1;
  (void)digits;
  if (last > 0 || s->flags & ALTERNATE || wanted > 0) body[n++] = '.';
  for (int i = 0; i < last; i++)
    body[n++] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[(int)(fraction >> (108 - 4 * i) & 15)];
  char tail[16];
  size_t tail_n = 0;
  tail[tail_n++] = upper ? 'P' : 'p';
  tail[tail_n++] = exponent < 0 ? '-' : '+';
  char number[8];
  size_t number_n = 0;
  unsigned e = (unsigned)(exponent < 0 ? -exponent : exponent);
  do number[number_n++] = (char)('0' + e % 10);
  while (e /= 10);
  while (number_n) tail[tail_n++] = number[--number_n];
  long long more = wanted > 28 ? wanted - 28 : 0;
  long long blank = s->width - (long long)(prefix_n + n + tail_n) - more;
  if (!(s->flags & (LEFT | ZERO))) pad(o, ' ', blank);
  put(o, prefix, prefix_n);
  if (s->flags & ZERO && !(s->flags & LEFT)) pad(o, '0', blank);
  put(o, body, n);
  pad(o, '0', more);
  put(o, tail, tail_n);
  if (s->flags & LEFT) pad(o, ' ', blank);
}

/* Digits `from` to `to` of the number, as text; positions outside are zeros. */
static void put_digits(struct output *o, const struct __decimal *d, long long from, long long to) {
  char block[64];
  while (from < to) {
    size_t n = 0;
    for (; from < to && n < sizeof block; from++)
      block[n++] = (char)('0' + (from >= 0 && from < d->length ? d->digits[from] : 0));
    put(o, block, n);
  }
}

static void put_decimal(struct output *o, struct spec *s, struct parts x) {
  unsigned char digits[__DECIMAL_MAX];
  struct __decimal d = {0, 0, digits};
  char form = (char)(s->conversion | 32);
  long long precision = s->precision < 0 ? 6 : s->precision;
  __to_decimal(&d, x.high, x.low, x.exponent);
  int strip = 0;
  if (form == 'g') {
    if (precision == 0) precision = 1;
    if (precision < d.length) __round_decimal(&d, (int)precision, x.negative);
    long long exponent = d.length ? d.point - 1 : 0;
    strip = !(s->flags & ALTERNATE);
    if (exponent < -4 || exponent >= precision) {
      form = 'e';
      precision--;
    } else {
      form = 'f';
      precision -= exponent + 1;
    }
  } else {
    long long keep = form == 'e' ? precision + 1 : precision + d.point;
    if (keep < d.length) __round_decimal(&d, (int)(keep < -1 ? -1 : keep), x.negative);
  }
  long long exponent = d.length ? d.point - 1 : 0;
  /* Where the digits of the fraction begin. */
  long long first = form == 'e' ? 1 : d.length ? d.point : 0;
  if (strip) {
    long long have = d.length - first;
    if (have < 0) have = 0;
    if (have < precision) precision = have;
  }
  char prefix[1], tail[8];
  size_t prefix_n = 0, tail_n = 0;
  char sign = sign_of(s, x.negative);
  if (sign) prefix[prefix_n++] = sign;
  if (form == 'e') {
    tail[tail_n++] = s->conversion == 'E' || s->conversion == 'G' ? 'E' : 'e';
    tail[tail_n++] = exponent < 0 ? '-' : '+';
    unsigned e = (unsigned)(exponent < 0 ? -exponent : exponent);
    if (e >= 1000) tail[tail_n++] = (char)('0' + e / 1000);
    if (e >= 100) tail[tail_n++] = (char)('0' + e / 100 % 10);
    tail[tail_n++] = (char)('0' + e / 10 % 10);
    tail[tail_n++] = (char)('0' + e % 10);
  }
  long long whole = form == 'e' || first <= 0 ? 1 : first;
  int point = precision > 0 || s->flags & ALTERNATE;
  long long blank = s->width - (long long)(prefix_n + tail_n) - whole - point - precision;
  if (!(s->flags & (LEFT | ZERO))) pad(o, ' ', blank);
  put(o, prefix, prefix_n);
  if (s->flags & ZERO && !(s->flags & LEFT)) pad(o, '0', blank);
  if (form == 'e') {
    put_digits(o, &d, 0, 1);
  } else if (first <= 0) {
    put(o, "0", 1);
  } else {
    put_digits(o, &d, 0, first);
  }
  if (point) put(o, ".", 1);
  put_digits(o, &d, first, first + precision);
  put(o, tail, tail_n);
  if (s->flags & LEFT) pad(o, ' ', blank);
}

static void put_float(struct output *o, struct spec *s, long double value, int is_double) {
  struct parts x = take_apart(value);
  if (x.nan || x.infinite) {
    int upper = !(s->conversion & 32);
    const char *body = x.nan ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf");
    char prefix[1];
    char sign = sign_of(s, x.negative);
    prefix[0] = sign;
    s->flags &= ~(unsigned)ZERO;
    put_number(o, s, prefix, sign != 0, body, 3, 0);
  } else if ((s->conversion | 32) == 'a') {
    put_hex_float(o, s, x, is_double);
  } else {
    put_decimal(o, s, x);
  }
}

static void put_string(struct output *o, struct spec *s, const char *text) {
  if (!text) text = s->precision >= 0 && s->precision < 6 ? "" : "(null)";
  size_t n = s->precision >= 0 ? strnlen(text, (size_t)s->precision) : strlen(text);
  if (!(s->flags & LEFT)) pad(o, ' ', s->width - (long long)n);
  put(o, text, n);
  if (s->flags & LEFT) pad(o, ' ', s->width - (long long)n);
}

static void put_wide_string(struct output *o, struct spec *s, const wchar_t *text) {
  if (!text) text = L"(null)";
  size_t n = 0;
  char bytes[4];
  for (const wchar_t *p = text; *p; p++) {
    size_t r = wcrtomb(bytes, *p, 0);
    if (r == (size_t)-1) {
      o->sink->failed = 1;
      return;
    }
    if (s->precision >= 0 && n + r > (size_t)s->precision) break;
    n += r;
  }
  if (!(s->flags & LEFT)) pad(o, ' ', s->width - (long long)n);
  for (size_t done = 0; done < n; text++) {
    size_t r = wcrtomb(bytes, *text, 0);
    put(o, bytes, r);
    done += r;
  }
  if (s->flags & LEFT) pad(o, ' ', s->width - (long long)n);
}

static const char *parse_number(const char *f, int *value) {
  long long v = 0;
  for (; *f >= '0' && *f <= '9'; f++)
    if (v <= INT_MAX) v = v * 10 + (*f - '0');
  *value = v > INT_MAX ? INT_MAX : (int)v;
  return f;
}

/* An argument: which union member depends on the conversion. */
union argument {
  unsigned long long integer;
  long double real;
  void *pointer;
};

enum kind { NONE, NO_ARGUMENT, INT, LONG, LONG_LONG, DOUBLE, LONG_DOUBLE, POINTER };

static enum kind kind_of(const struct spec *s) {
  switch (s->conversion) {
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': case 'b': case 'B':
      switch (s->length) {
        case LL: case BIG_L: case J:
          return LONG_LONG;
        case L: case Z: case T:
          return LONG;
        default:
          return INT;
      }
    case 'c': case 'C':
      return INT;
    case 'a': case 'A': case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
      return s->length == BIG_L || s->length == LL ? LONG_DOUBLE : DOUBLE;
    case 's': case 'S': case 'p': case 'n':
      return POINTER;
    case 'm':
      return NO_ARGUMENT;
    default:
      return NONE;
  }
}

static void fetch(union argument *a, enum kind kind, va_list *list) {
  switch (kind) {
    case NONE:
    case NO_ARGUMENT:
      break;
    case INT:
      a->integer = (unsigned long long)(long long)va_arg(*list, int);
      break;
    case LONG:
      a->integer = (unsigned long long)(long long)va_arg(*list, long);
      break;
    case LONG_LONG:
      a->integer = va_arg(*list, unsigned long long);
      break;
    case DOUBLE:
      a->real = va_arg(*list, double);
      break;
    case LONG_DOUBLE:
      a->real = va_arg(*list, long double);
      break;
    case POINTER:
      a->pointer = va_arg(*list, void *);
  }
}

enum { POSITIONAL = 32 };

/* Reads the conversion specification behind '%'. A width or precision of `*` is returned as its
 * argument number (0: the next one) in *star_width and *star_precision, -1 where there is none. */
static const char *parse_spec(const char *f, struct spec *s, int *position, int *star_width,
                              int *star_precision) {
  *position = 0;
  *star_width = *star_precision = -1;
  s->flags = 0;
  s->width = 0;
  s->precision = -1;
  s->length = NORMAL;
  int number;
  const char *after = parse_number(f, &number);
  if (after != f && *after == '$') {
    *position = number;
    f = after + 1;
  }
  for (;; f++) {
    if (*f == '-') s->flags |= LEFT;
    else if (*f == '+') s->flags |= PLUS;
    else if (*f == ' ') s->flags |= SPACE;
    else if (*f == '#') s->flags |= ALTERNATE;
    else if (*f == '0') s->flags |= ZERO;
    else if (*f == '\'') s->flags |= GROUP;
    else break;
  }
  if (*f == '*') {
    after = parse_number(f + 1, &number);
    *star_width = *after == '$' ? number : 0;
    f = *after == '$' ? after + 1 : f + 1;
  } else {
    f = parse_number(f, &s->width);
  }
  if (*f == '.') {
    f++;
    if (*f == '*') {
      after = parse_number(f + 1, &number);
      *star_precision = *after == '$' ? number : 0;
      f = *after == '$' ? after + 1 : f + 1;
    } else {
      f = parse_number(f, &s->precision);
    }
  }
  switch (*f) {
    case 'h':
      s->length = f[1] == 'h' ? HH : H;
      f += s->length == HH ? 2 : 1;
      break;
    case 'l':
      s->length = f[1] == 'l' ? LL : L;
      f += s->length == LL ? 2 : 1;
      break;
    case 'q':
      s->length = LL;
      f++;
      break;
    case 'L':
      s->length = BIG_L;
      f++;
      break;
    case 'j':
      s->length = J;
      f++;
      break;
    case 'z':
      s->length = Z;
      f++;
      break;
    case 't':
      s->length = T;
      f++;
      break;
    case 'w': {
      int fast = f[1] == 'f', bits;
      f = parse_number(f + 1 + fast, &bits);
      s->length = bits == 8 && !fast ? HH : bits == 16 && !fast ? H : bits == 64 || fast ? LL : NORMAL;
      if (fast && bits == 8) s->length = HH;
      break;
    }
  }
  s->conversion = *f ? *f++ : 0;
  return f;
}

static unsigned long long narrow(const struct spec *s, unsigned long long v, int is_signed) {
  switch (s->length) {
    case HH:
      return is_signed ? (unsigned long long)(signed char)v : (unsigned char)v;
    case H:
      return is_signed ? (unsigned long long)(short)v : (unsigned short)v;
    case NORMAL:
      return is_signed ? (unsigned long long)(int)v : (unsigned)v;
    case L: case Z: case T:
      return is_signed ? (unsigned long long)(long)v : (unsigned long)v;
    default:
      return v;
  }
}

static void store_count(const struct spec *s, void *p, long long count) {
  switch (s->length) {
    case HH:
      *(signed char *)p = (signed char)count;
      break;
    case H:
      *(short *)p = (short)count;
      break;
    case L: case Z: case T:
      *(long *)p = (long)count;
      break;
    case LL: case J: case BIG_L:
      *(long long *)p = count;
      break;
    default:
      *(int *)p = (int)count;
  }
}

static void convert(struct output *o, struct spec *s, const union argument *a) {
  switch (s->conversion) {
    case 'd':
    case 'i': {
      long long v = (long long)narrow(s, a->integer, 1);
      put_integer(o, s, v < 0 ? -(unsigned long long)v : (unsigned long long)v, v < 0);
      break;
    }
    case 'u': case 'o': case 'x': case 'X': case 'b': case 'B':
      put_integer(o, s, narrow(s, a->integer, 0), 0);
      break;
    case 'p':
      s->conversion = 'x';
      s->flags |= ALTERNATE;
      if (!a->pointer) {
        s->precision = -1;
        put_string(o, s, "(nil)");
      } else {
        put_integer(o, s, (uintptr_t)a->pointer, 0);
      }
      break;
    case 'c':
      if (s->length != L) {
        char c = (char)a->integer;
        if (!(s->flags & LEFT)) pad(o, ' ', s->width - 1);
        put(o, &c, 1);
        if (s->flags & LEFT) pad(o, ' ', s->width - 1);
        break;
      }
    /* fall through */
    case 'C': {
      wchar_t wide[2] = {(wchar_t)a->integer, 0};
      s->precision = -1;
      put_wide_string(o, s, wide);
      break;
    }
    case 's':
      if (s->length != L) {
        put_string(o, s, a->pointer);
        break;
      }
    /* fall through */
    case 'S':
      put_wide_string(o, s, a->pointer);
      break;
    case 'm':
      put_string(o, s, strerror(o->error));
      break;
    case 'n':
      store_count(s, a->pointer, o->count);
      break;
    default:
      put_float(o, s, a->real, kind_of(s) == DOUBLE);
  }
}

/* The types of positional arguments, found in a first walk over the format. */
static int collect(const char *f, union argument *arguments, va_list *list) {
  enum kind kinds[POSITIONAL + 1] = {NONE};
  int highest = 0;
  while ((f = strchr(f, '%'))) {
    struct spec s;
    int position, star_width, star_precision;
    if (f[1] == '%') {
      f += 2;
      continue;
    }
    f = parse_spec(f + 1, &s, &position, &star_width, &star_precision);
    if (position > POSITIONAL || star_width > POSITIONAL || star_precision > POSITIONAL) return -1;
    if (position > 0) kinds[position] = kind_of(&s);
    if (star_width > 0) kinds[star_width] = INT;
    if (star_precision > 0) kinds[star_precision] = INT;
    if (position > highest) highest = position;
    if (star_width > highest) highest = star_width;
    if (star_precision > highest) highest = star_precision;
  }
  for (int i = 1; i <= highest; i++) fetch(&arguments[i], kinds[i] == NONE ? INT : kinds[i], list);
  return 0;
}

static int uses_positions(const char *f) {
  const char *p = strchr(f, '%');
  int number;
  while (p && p[1] == '%') p = strchr(p + 2, '%');
  return p && *parse_number(p + 1, &number) == '$' && p[1] >= '1' && p[1] <= '9';
}

int __format_output(struct __sink *sink, const char *f, va_list original) {
  struct output o = {sink, 0, errno};
  union argument arguments[POSITIONAL + 1];
  va_list list;
  va_copy(list, original);
  int positional = uses_positions(f);
  if (positional && collect(f, arguments, &list) < 0) {
    errno = EINVAL;
    va_end(list);
    return -1;
  }
  while (*f) {
    const char *percent = strchr(f, '%');
    size_t n = percent ? (size_t)(percent - f) : strlen(f);
    put(&o, f, n);
    if (!percent) break;
    f = percent + 1;
    if (*f == '%') {
      put(&o, "%", 1);
      f++;
      continue;
    }
    struct spec s;
    int position, star_width, star_precision;
    const char *start = f;
    f = parse_spec(f, &s, &position, &star_width, &star_precision);
    if (star_width >= 0) {
      s.width = positional ? (int)arguments[star_width].integer : va_arg(list, int);
      if (s.width < 0) {
        s.flags |= LEFT;
        s.width = s.width == INT_MIN ? INT_MAX : -s.width;
      }
    }
    if (star_precision >= 0)
      s.precision = positional ? (int)arguments[star_precision].integer : va_arg(list, int);
    enum kind kind = kind_of(&s);
    if (kind == NONE) {
      /* Not a conversion: shown as written. */
      put(&o, start - 1, (size_t)(f - start) + 1);
      continue;
    }
    union argument one;
    if (!positional) fetch(&one, kind, &list);
    convert(&o, &s, positional ? &arguments[position] : &one);
  }
  va_end(list);
  if (sink->failed) return -1;
  if (o.count > INT_MAX) {
    errno = EOVERFLOW;
    return -1;
  }
  return (int)o.count;
}

static void put_to_file(struct __sink *sink, const char *s, size_t n) {
  if (__write_bytes(sink->target, (const unsigned char *)s, n) != n) sink->failed = 1;
}

int vfprintf(FILE *restrict f, const char *restrict format, va_list list) {
  LOCKED(f);
  struct __sink sink = {put_to_file, f, 0, 0};
  if (!(f->flags & F_UNBUFFERED)) return __format_output(&sink, format, list);
  /* An unbuffered stream gets the whole text in one write. */
  unsigned char block[512];
  f->buffer = block;
  f->size = sizeof block;
  f->flags &= ~(unsigned)(F_UNBUFFERED | F_WRITING);
  int r = __format_output(&sink, format, list);
  if (__flush_buffer(f)) r = -1;
  f->flags = (f->flags | F_UNBUFFERED) & ~(unsigned)F_WRITING;
  f->buffer = f->position = f->end = 0;
  f->size = 0;
  return r;
}

static void put_to_string(struct __sink *sink, const char *s, size_t n) {
  if (n > sink->room) n = sink->room;
  memcpy(sink->target, s, n);
  sink->target = (char *)sink->target + n;
  sink->room -= n;
}

int vsnprintf(char *restrict out, size_t size, const char *restrict format, va_list list) {
  char none;
  struct __sink sink = {put_to_string, size ? out : &none, size ? size - 1 : 0, 0};
  int r = __format_output(&sink, format, list);
  *(char *)sink.target = 0;
  return r;
}

int vsprintf(char *restrict out, const char *restrict format, va_list list) {
  return vsnprintf(out, (size_t)INT_MAX + 1, format, list);
}

static void put_to_fd(struct __sink *sink, const char *s, size_t n) {
  while (n && !sink->failed) {
    ssize_t w = write(*(int *)sink->target, s, n);
    if (w < 0) sink->failed = 1;
    s += w;
    n -= (size_t)w;
  }
}

int vdprintf(int fd, const char *restrict format, va_list list) {
  struct __sink sink = {put_to_fd, &fd, 0, 0};
  return __format_output(&sink, format, list);
}

int vasprintf(char **restrict out, const char *restrict format, va_list list) {
  int n = vsnprintf(0, 0, format, list);
  if (n < 0 || !(*out = malloc((size_t)n + 1))) return -1;
  return vsnprintf(*out, (size_t)n + 1, format, list);
}

int vprintf(const char *restrict format, va_list list) {
  return vfprintf(stdout, format, list);
}

#define VARIADIC(CALL)        \
  va_list list;               \
  va_start(list, format);     \
  int r = CALL;               \
  va_end(list);               \
  return r

int printf(const char *restrict format, ...) {
  VARIADIC(vfprintf(stdout, format, list));
}
int fprintf(FILE *restrict f, const char *restrict format, ...) {
  VARIADIC(vfprintf(f, format, list));
}
int snprintf(char *restrict out, size_t size, const char *restrict format, ...) {
  VARIADIC(vsnprintf(out, size, format, list));
}
int sprintf(char *restrict out, const char *restrict format, ...) {
  VARIADIC(vsprintf(out, format, list));
}
int dprintf(int fd, const char *restrict format, ...) {
  VARIADIC(vdprintf(fd, format, list));
}
int asprintf(char **restrict out, const char *restrict format, ...) {
  VARIADIC(vasprintf(out, format, list));
}
