/* Binary to decimal and back, exactly: the digits of a float are those of an integer, since
 * m * 2^-k = m * 5^k / 10^k; and a decimal is compared with binary candidates as a quotient of two
 * integers. Slow for huge exponents, always right (Steele and White 1990; Clinger 1990). */
#include <fenv.h>
#include <stdint.h>
#include <string.h>
#include "../internal.h"

enum { BASE = 1000000000, DECIMAL_LIMBS = 1310, BINARY_LIMBS = 1800 };

/* Multiplies a base-10^9 number (least significant limb first) and returns its new length. */
static int multiply_decimal(uint32_t *limbs, int n, uint32_t factor) {
  uint64_t carry = 0;
  for (int i = 0; i < n; i++) {
    carry += (uint64_t)limbs[i] * factor;
    limbs[i] = (uint32_t)(carry % BASE);
    carry /= BASE;
  }
  for (; carry; carry /= BASE) limbs[n++] = (uint32_t)(carry % BASE);
  return n;
}

void __to_decimal(struct __decimal *out, unsigned long long high, unsigned long long low, int exponent) {
  uint32_t limbs[DECIMAL_LIMBS];
  unsigned __int128 m = (unsigned __int128)high << 64 | low;
  out->length = 0;
  out->point = 0;
  if (!m) return;
  while (!(m & 1) && exponent < 0) {
    m >>= 1;
    exponent++;
  }
  int n = 0;
  for (; m; m /= BASE) limbs[n++] = (uint32_t)(m % BASE);
  int fraction = 0;
  if (exponent < 0) {
    fraction = -exponent;
    int k = fraction;
    for (; k >= 13; k -= 13) n = multiply_decimal(limbs, n, 1220703125);
    for (; k > 0; k--) n = multiply_decimal(limbs, n, 5);
  } else {
    for (; exponent >= 29; exponent -= 29) n = multiply_decimal(limbs, n, 1u << 29);
    n = multiply_decimal(limbs, n, 1u << exponent);
  }
  unsigned char *d = out->digits;
  int count = 0;
  for (int i = n - 1; i >= 0; i--) {
    uint32_t limb = limbs[i];
    for (int j = 8; j >= 0; j--, limb /= 10) d[count + j] = (unsigned char)(limb % 10);
    count += 9;
  }
  int lead = 0;
  while (!d[lead]) lead++;
  count -= lead;
  memmove(d, d + lead, (size_t)count);
  out->point = count - fraction;
  while (!d[count - 1]) count--;
  out->length = count;
}

void __round_decimal(struct __decimal *x, int digits, int negative) {
  if (digits >= x->length || x->length == 0) return;
  int up;
  switch (fegetround()) {
    case FE_TOWARDZERO:
      up = 0;
      break;
    case FE_DOWNWARD:
      up = negative;
      break;
    case FE_UPWARD:
      up = !negative;
      break;
    default:
      if (digits < 0) {
        up = 0;
      } else {
        int next = x->digits[digits];
        int odd = digits > 0 && x->digits[digits - 1] & 1;
        up = next > 5 || (next == 5 && (x->length > digits + 1 || odd));
      }
  }
  if (digits < 0) digits = 0;
  x->length = digits;
  if (up) {
    int i = digits;
    while (i > 0 && x->digits[i - 1] == 9) i--;
    if (i == 0) {
      x->digits[0] = 1;
      x->length = 1;
      x->point++;
      /* With no digit kept, the one that carried stands just above the rounding place. */
      return;
    }
    x->digits[i - 1]++;
    x->length = i;
  }
  while (x->length > 0 && !x->digits[x->length - 1]) x->length--;
}

/* A natural number, least significant limb first. */
struct big {
  int n;
  uint32_t limb[BINARY_LIMBS];
};

static void multiply_add(struct big *b, uint32_t factor, uint32_t add) {
  uint64_t carry = add;
  for (int i = 0; i < b->n; i++) {
    carry += (uint64_t)b->limb[i] * factor;
    b->limb[i] = (uint32_t)carry;
    carry >>= 32;
  }
  if (carry) b->limb[b->n++] = (uint32_t)carry;
}

static void multiply_power5(struct big *b, int k) {
  for (; k >= 13; k -= 13) multiply_add(b, 1220703125, 0);
  static const uint32_t small[] = {1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125,
                                   9765625, 48828125, 244140625};
  if (k > 0) multiply_add(b, small[k], 0);
}

static int bit_length(const struct big *b) {
  return b->n ? b->n * 32 - __builtin_clz(b->limb[b->n - 1]) : 0;
}

static void shift_left(struct big *b, int bits) {
  int words = bits / 32, rest = bits % 32;
  if (!b->n) return;
  if (rest) {
    uint32_t carry = 0;
    for (int i = 0; i < b->n; i++) {
      uint32_t v = b->limb[i];
      b->limb[i] = v << rest | carry;
      carry = v >> (32 - rest);
    }
    if (carry) b->limb[b->n++] = carry;
  }
  if (words) {
    memmove(b->limb + words, b->limb, (size_t)b->n * 4);
    memset(b->limb, 0, (size_t)words * 4);
    b->n += words;
  }
}

static int compare(const struct big *a, const struct big *b) {
  if (a->n != b->n) return a->n < b->n ? -1 : 1;
  for (int i = a->n - 1; i >= 0; i--)
    if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i] ? -1 : 1;
  return 0;
}

static void subtract(struct big *a, const struct big *b) {
  int64_t borrow = 0;
  for (int i = 0; i < a->n; i++) {
    borrow += (int64_t)a->limb[i] - (i < b->n ? b->limb[i] : 0);
    a->limb[i] = (uint32_t)borrow;
    borrow >>= 32;
  }
  while (a->n && !a->limb[a->n - 1]) a->n--;
}

/* The quotient of at most 120 bits, bit by bit from the top; `a` becomes the remainder. */
static unsigned __int128 divide(struct big *a, struct big *b, int quotient_bits) {
  unsigned __int128 q = 0;
  shift_left(b, quotient_bits - 1);
  for (int i = 0; i < quotient_bits; i++) {
    q <<= 1;
    if (compare(a, b) >= 0) {
      subtract(a, b);
      q |= 1;
    }
    /* b >>= 1 would lose nothing: its low bits are the zeros just shifted in. */
    if (i + 1 < quotient_bits) {
      uint32_t carry = 0;
      for (int j = b->n - 1; j >= 0; j--) {
        uint32_t v = b->limb[j];
        b->limb[j] = v >> 1 | carry;
        carry = v << 31;
      }
      if (!b->limb[b->n - 1]) b->n--;
    }
  }
  return q;
}

static int round_up(unsigned __int128 q, int dropped, int sticky, int negative) {
  unsigned __int128 mask = ((unsigned __int128)1 << dropped) - 1, half = dropped ? (mask >> 1) + 1 : 0;
  unsigned __int128 rest = q & mask;
  if (!rest && !sticky) return 0;
  switch (fegetround()) {
    case FE_TOWARDZERO:
      return 0;
    case FE_DOWNWARD:
      return negative;
    case FE_UPWARD:
      return !negative;
    default:
      if (dropped == 0) return 0;
      if (rest != half) return rest > half;
      return sticky || (q >> dropped & 1);
  }
}

void __from_decimal(struct __binary *out, const unsigned char *digits, int length, long long point,
                    const struct __format *format, int negative) {
  out->high = out->low = 0;
  out->exponent = format->min_exponent;
  out->overflow = out->inexact = 0;
  if (length == 0) return;
  if (point > 5000) {
    out->overflow = 1;
    return;
  }
  if (point < -5100) {
    /* Below half of the least number of every format. */
    out->inexact = 1;
    if (fegetround() == FE_UPWARD && !negative) out->low = 1;
    if (fegetround() == FE_DOWNWARD && negative) out->low = 1;
    return;
  }
  static struct big number, divisor;
  number.n = 0;
  divisor.n = 1;
  divisor.limb[0] = 1;
  int i = 0;
  for (; i + 9 <= length; i += 9) {
    uint32_t chunk = 0;
    for (int j = 0; j < 9; j++) chunk = chunk * 10 + digits[i + j];
    multiply_add(&number, BASE, chunk);
  }
  for (; i < length; i++) multiply_add(&number, 10, digits[i]);
  int power = (int)point - length; /* value = number * 10^power */
  if (power >= 0) {
    multiply_power5(&number, power);
  } else {
    multiply_power5(&divisor, -power);
  }
  /* value = number / divisor * 2^power; scale so that the quotient has precision + 2 or 3 bits. */
  int shift = format->precision + 3 - (bit_length(&number) - bit_length(&divisor));
  int exponent = power - shift;
  if (shift >= 0) {
    shift_left(&number, shift);
  } else {
    shift_left(&divisor, -shift);
  }
  unsigned __int128 q = divide(&number, &divisor, format->precision + 4);
  int sticky = number.n != 0;
  int bits = q >> 64 ? 128 - __builtin_clzll((uint64_t)(q >> 64)) : 64 - __builtin_clzll((uint64_t)q);
  int dropped = bits - format->precision;
  if (exponent + dropped < format->min_exponent) dropped = format->min_exponent - exponent;
  if (dropped > 126) {
    sticky |= q != 0;
    q = 0;
    dropped = 126;
    exponent = format->min_exponent - 126;
  }
  out->inexact = sticky || (q & (((unsigned __int128)1 << dropped) - 1)) != 0;
  int up = round_up(q, dropped, sticky, negative);
  q = (q >> dropped) + (unsigned)up;
  exponent += dropped;
  if (q >> format->precision) {
    q >>= 1;
    exponent++;
  }
  if (exponent > format->max_exponent) {
    out->overflow = 1;
    return;
  }
  out->high = (uint64_t)(q >> 64);
  out->low = (uint64_t)q;
  out->exponent = exponent;
}
