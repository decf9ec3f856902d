/* Numbers out of a character source: the engine under scanf and strtod (C17 7.22.1.3). */
#include <ctype.h>
#include <errno.h>
#include <fenv.h>
#include <limits.h>
#include <string.h>
#include "../internal.h"

static int next(struct __scan *s) {
  if (s->limit <= 0) return -1;
  int c = s->get(s);
  if (c >= 0) {
    s->count++;
    s->limit--;
  }
  return c;
}

static void back(struct __scan *s, int c) {
  if (c < 0) return;
  s->unget(s, c);
  s->count--;
  s->limit++;
}

union bits128 {
  long double value;
  struct {
    unsigned long long low, high;
  } half;
};

/* significand * 2^exponent as a long double, which holds every narrower format exactly. */
static long double assemble(unsigned long long high, unsigned long long low, int exponent, int negative) {
  union bits128 u;
  if (!(high | low)) {
    u.half.high = u.half.low = 0;
  } else {
    while (!(high >> 48) && exponent > -16494) {
      high = high << 1 | low >> 63;
      low <<= 1;
      exponent--;
    }
    unsigned long long biased = high >> 48 ? (unsigned long long)(exponent + 16383 + 112) : 0;
    u.half.low = low;
    u.half.high = (high & 0xffffffffffff) | biased << 48;
  }
  u.half.high |= (unsigned long long)negative << 63;
  return u.value;
}

static long double infinity(int negative) {
  return negative ? -__builtin_infl() : __builtin_infl();
}

static long double finish(const struct __binary *b, int negative, const struct __format *format) {
  if (b->overflow) {
    errno = ERANGE;
    feraiseexcept(FE_OVERFLOW | FE_INEXACT);
    int mode = fegetround();
    if (mode == FE_TOWARDZERO || mode == (negative ? FE_UPWARD : FE_DOWNWARD)) {
      unsigned __int128 most = ((unsigned __int128)1 << format->precision) - 1;
      return assemble((unsigned long long)(most >> 64), (unsigned long long)most, format->max_exponent, negative);
    }
    return infinity(negative);
  }
  if (b->inexact) {
    feraiseexcept(FE_INEXACT);
    unsigned __int128 m = (unsigned __int128)b->high << 64 | b->low;
    if (!(m >> (format->precision - 1))) {
      errno = ERANGE;
      feraiseexcept(FE_UNDERFLOW);
    }
  }
  return assemble(b->high, b->low, b->exponent, negative);
}

/* The exponent behind e or p: its value, or LLONG_MIN where no digit follows (nothing consumed but
 * the characters looked at, which strtod does not mind and scanf takes as a matching failure). */
static long long scan_exponent(struct __scan *s, int marker) {
  int c = next(s);
  int sign = c;
  if (c == '+' || c == '-') c = next(s);
  if (!isdigit(c)) {
    back(s, c);
    if (sign == '+' || sign == '-') back(s, sign);
    back(s, marker);
    return LLONG_MIN;
  }
  long long e = 0;
  for (; isdigit(c); c = next(s))
    if (e < 100000000) e = e * 10 + (c - '0');
  back(s, c);
  return sign == '-' ? -e : e;
}

static long double scan_hex(struct __scan *s, const struct __format *format, int negative) {
  unsigned __int128 m = 0;
  int sticky = 0, any = 0, point = 0;
  long long exponent = 0;
  int c = next(s);
  for (;; c = next(s)) {
    if (c == '.' && !point) {
      point = 1;
      continue;
    }
    if (!isxdigit(c)) break;
    any = 1;
    int digit = isdigit(c) ? c - '0' : (c | 32) - 'a' + 10;
    if (m >> 120) {
      sticky |= digit != 0;
      if (!point) exponent += 4;
    } else {
      m = m << 4 | (unsigned)digit;
      if (point) exponent -= 4;
    }
  }
  if (any && (c | 32) == 'p') {
    long long e = scan_exponent(s, c);
    if (e != LLONG_MIN) exponent += e;
  } else {
    back(s, c);
  }
  if (!m) return negative ? -0.0L : 0.0L;
  /* Round to the format: the same steps as for decimals, the quotient being m. */
  struct __binary b = {0, 0, format->min_exponent, 0, 0};
  int bits = m >> 64 ? 128 - __builtin_clzll((unsigned long long)(m >> 64))
                     : 64 - __builtin_clzll((unsigned long long)m);
  if (exponent > 100000) exponent = 100000;
  if (exponent < -100000) exponent = -100000;
  long long drop = bits - format->precision;
  if (exponent + drop < format->min_exponent) drop = format->min_exponent - exponent;
  if (drop < 0) drop = 0;
  if (drop > 126) {
    sticky = 1;
    m = 0;
    drop = 126;
    exponent = format->min_exponent - 126;
  }
  unsigned __int128 rest = m & (((unsigned __int128)1 << drop) - 1);
  unsigned __int128 half = drop ? (unsigned __int128)1 << (drop - 1) : 0;
  b.inexact = rest != 0 || sticky;
  m >>= drop;
  exponent += drop;
  int mode = fegetround(), up;
  if (mode == FE_TONEAREST) {
    up = drop && (rest > half || (rest == half && (sticky || m & 1)));
  } else {
    up = b.inexact && mode == (negative ? FE_DOWNWARD : FE_UPWARD);
  }
  m += (unsigned)up;
  if (m >> format->precision) {
    m >>= 1;
    exponent++;
  }
  /* Bring the last place into range from below. */
  while (exponent > format->max_exponent && m && !(m >> (format->precision - 1))) {
    m <<= 1;
    exponent--;
  }
  if (m && exponent > format->max_exponent) b.overflow = 1;
  b.high = (unsigned long long)(m >> 64);
  b.low = (unsigned long long)m;
  b.exponent = (int)exponent;
  return finish(&b, negative, format);
}

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static long double scan_decimal(struct __scan *s, const struct __format *format, int negative, int c,
                                int seen_zero, int *matched) {
  static unsigned char digits[__DECIMAL_MAX + 1];
  int length = 0, any = seen_zero, point = 0, sticky = 0;
  long long place = 0; /* value = 0.digits * 10^place */
  for (;; c = next(s)) {
    if (c == '.' && !point) {
      point = 1;
      continue;
    }
    if (!isdigit(c)) break;
    any = 1;
    if (c == '0' && length == 0) {
      if (point) place--;
      continue;
    }
    if (length < __DECIMAL_MAX - 1) {
      digits[length++] = (unsigned char)(c - '0');
    } else {
      sticky |= c != '0';
    }
    if (!point) place++;
  }
  if (!any) {
    back(s, c);
    *matched = 0;
    return 0;
  }
  if ((c | 32) == 'e') {
    long long e = scan_exponent(s, c);
    if (e != LLONG_MIN) place += e;
  } else {
    back(s, c);
  }
  if (sticky) digits[length++] = 1;
  while (length && !digits[length - 1]) length--;
  /* Fast path: both the digits and the power of ten are exact doubles (Clinger 1990). */
  if (format->precision == 53 && length <= 15 && fegetround() == FE_TONEAREST) {
    long long power = place - length;
    if (power >= -22 && power <= 22) {
      unsigned long long m = 0;
      for (int i = 0; i < length; i++) m = m * 10 + digits[i];
      double v = (double)m;
      v = power < 0 ? v / powers_of_ten[-power] : v * powers_of_ten[power];
      return negative ? -v : v;
    }
  }
  struct __binary b;
  __from_decimal(&b, digits, length, place, format, negative);
  return finish(&b, negative, format);
}

/* Case-insensitive continuation of a word; returns how many characters matched. */
static int scan_word(struct __scan *s, const char *rest) {
  int n = 0;
  for (; rest[n]; n++) {
    int c = next(s);
    if ((c | 32) != rest[n]) {
      back(s, c);
      break;
    }
  }
  return n;
}

long double __scan_float(struct __scan *s, const struct __format *format, int *matched) {
  *matched = 1;
  int c = next(s), negative = c == '-';
  if (c == '-' || c == '+') c = next(s);
  if ((c | 32) == 'i') {
    int n = scan_word(s, "nfinity");
    *matched = n == 2 || n == 7;
    /* "infin" matches "inf"; strtod gives back the rest by its own count. */
    if (n > 2 && n < 7) {
      s->count -= n - 2;
      *matched = 2;
    }
    return infinity(negative);
  }
  if ((c | 32) == 'n') {
    if (scan_word(s, "an") != 2) {
      *matched = 0;
      return 0;
    }
    int open = next(s);
    if (open == '(') {
      long long at = s->count - 1;
      do c = next(s);
      while (isalnum(c) || c == '_');
      if (c != ')') {
        back(s, c);
        s->count = at;
        *matched = 2;
      }
    } else {
      back(s, open);
    }
    return negative ? -__builtin_nanl("") : __builtin_nanl("");
  }
  if (c == '0') {
    int x = next(s);
    if ((x | 32) == 'x') {
      int peek = next(s);
      back(s, peek);
      if (isxdigit(peek) || peek == '.') return scan_hex(s, format, negative);
      s->count--; /* "0x" without digits is the number 0 */
      *matched = 2;
      return negative ? -0.0L : 0.0L;
    }
    return scan_decimal(s, format, negative, x, 1, matched);
  }
  return scan_decimal(s, format, negative, c, 0, matched);
}

unsigned long long __scan_integer(struct __scan *s, int base, unsigned long long limit, int *matched,
                                  int *overflow, int *negative) {
  unsigned long long value = 0;
  int c = next(s);
  *matched = *overflow = 0;
  *negative = c == '-';
  if (c == '-' || c == '+') c = next(s);
  if ((base == 0 || base == 16 || base == 2) && c == '0') {
    *matched = 1;
    c = next(s);
    if ((c | 32) == 'x' && base != 2) {
      base = 16;
      *matched = 0;
      c = next(s);
    } else if ((c | 32) == 'b' && base != 16 && base != 8) {
      base = 2;
      *matched = 0;
      c = next(s);
    } else if (base == 0) {
      base = 8;
    }
  } else if (base == 0) {
    base = 10;
  }
  for (;; c = next(s)) {
    int digit = isdigit(c) ? c - '0' : isalpha(c) ? (c | 32) - 'a' + 10 : 99;
    if (digit >= base) break;
    *matched = 1;
    if (value > (limit - (unsigned)digit) / (unsigned)base) *overflow = 1;
    value = value * (unsigned)base + (unsigned)digit;
  }
  back(s, c);
  return value;
}
