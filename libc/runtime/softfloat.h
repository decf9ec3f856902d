/* binary128 in integer registers: unpacking, rounding, packing.
 *
 * A finite number is kept as sign, biased exponent of its format and a 128-bit significand whose
 * leading 1 is bit 127. The bits below the format's precision decide the rounding; the last of
 * them is sticky (IEEE 754-2019, 4.3). Tininess is detected after rounding, NaN results of
 * operations are canonical: both as the RISC-V manual has it for the other formats. */
#ifndef FERRY_SOFTFLOAT_H
#define FERRY_SOFTFLOAT_H

typedef unsigned long long u64;
typedef long long i64;
typedef unsigned int u32;

/* The result type of libgcc's comparison routines: a register. */
typedef long compare_result;

/* Exception flags, as in fflags. */
enum { INEXACT = 1, UNDERFLOW = 2, OVERFLOW = 4, DIVIDE_BY_ZERO = 8, INVALID = 16 };

/* Rounding modes, as in frm. */
enum { NEAREST_EVEN, TOWARDS_ZERO, DOWN, UP, NEAREST_AWAY };

#ifdef __riscv_flen
static inline int rounding_mode(void) {
  int mode;
  __asm__ volatile("frrm %0" : "=r"(mode));
  return mode;
}

static inline void raise_flags(int flags) {
  if (flags != 0) {
    __asm__ volatile("csrs fflags, %0" : : "r"(flags));
  }
}
#else
static inline int rounding_mode(void) { return NEAREST_EVEN; }

static inline void raise_flags(int flags) { (void)flags; }
#endif

typedef struct {
  u64 hi, lo;
} u128;

typedef union {
  long double value;
  struct {
    u64 lo, hi;
  } bits;
} quad_bits;

typedef union {
  double value;
  u64 bits;
} double_bits;

typedef union {
  float value;
  u32 bits;
} float_bits;

enum number_class { ZERO, FINITE, INFINITE, QUIET_NAN, SIGNALING_NAN };

typedef struct {
  enum number_class class;
  int sign;
  /* Biased for the format it came from; may be below 1 for a subnormal. */
  int exponent;
  /* Of a NaN: its payload, the fraction moved to the top. */
  u128 significand;
} number;

enum { QUAD_BIAS = 16383, QUAD_MAX_EXPONENT = 32767 };

static inline int leading_zeros(u64 x) {
  int n = 0;
  if (x == 0) {
    return 64;
  }
  for (int step = 32; step > 0; step >>= 1) {
    if (x >> (64 - step) == 0) {
      n += step;
      x <<= step;
    }
  }
  return n;
}

static inline u128 shift_left(u128 x, int count) {
  if (count == 0) {
    return x;
  }
  if (count >= 64) {
    return (u128){x.lo << (count - 64), 0};
  }
  return (u128){x.hi << count | x.lo >> (64 - count), x.lo << count};
}

/* Shifts right; the bits lost are or-ed into bit 0. */
static inline u128 shift_right_sticky(u128 x, int count) {
  if (count == 0) {
    return x;
  }
  if (count >= 128) {
    return (u128){0, (x.hi | x.lo) != 0};
  }
  if (count >= 64) {
    int rest = count - 64;
    u64 lost = x.lo | (rest != 0 ? x.hi << (64 - rest) : 0);
    return (u128){0, x.hi >> rest | (lost != 0)};
  }
  u64 lost = x.lo << (64 - count);
  return (u128){x.hi >> count, x.lo >> count | x.hi << (64 - count) | (lost != 0)};
}

static inline u128 shift_right(u128 x, int count) {
  if (count == 0) {
    return x;
  }
  if (count >= 64) {
    return (u128){0, x.hi >> (count - 64)};
  }
  return (u128){x.hi >> count, x.lo >> count | x.hi << (64 - count)};
}

static inline u128 add128(u128 a, u128 b) {
  u64 lo = a.lo + b.lo;
  return (u128){a.hi + b.hi + (lo < a.lo), lo};
}

static inline u128 sub128(u128 a, u128 b) {
  return (u128){a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo};
}

static inline int less128(u128 a, u128 b) {
  return a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo);
}

static inline int is_zero128(u128 x) { return (x.hi | x.lo) == 0; }

static inline int leading_zeros128(u128 x) {
  return x.hi != 0 ? leading_zeros(x.hi) : 64 + leading_zeros(x.lo);
}

/* 64 x 64 -> 128 bits, by 32-bit halves. */
static inline u128 multiply64(u64 a, u64 b) {
  u64 al = (u32)a, ah = a >> 32, bl = (u32)b, bh = b >> 32;
  u64 low = al * bl;
  u64 mid = ah * bl + (low >> 32);
  u64 mid2 = al * bh + (u32)mid;
  return (u128){ah * bh + (mid >> 32) + (mid2 >> 32), mid2 << 32 | (u32)low};
}

/* A number from its parts; fraction bits stand at the top of the significand, below bit 127. */
static inline number unpack_parts(int sign, int exponent, int max_exponent, u128 fraction) {
  number n;
  n.sign = sign;
  n.exponent = exponent;
  n.significand = fraction;
  if (exponent == max_exponent) {
    n.class = is_zero128(fraction) ? INFINITE
              : fraction.hi >> 62 & 1 ? QUIET_NAN
                                      : SIGNALING_NAN;
  } else if (exponent != 0) {
    n.class = FINITE;
    n.significand.hi |= 1ULL << 63;
  } else if (is_zero128(fraction)) {
    n.class = ZERO;
  } else {
    int count = leading_zeros128(fraction);
    n.class = FINITE;
    n.significand = shift_left(fraction, count);
    n.exponent = 1 - count;
  }
  return n;
}

static inline number unpack_quad(long double x) {
  quad_bits q;
  q.value = x;
  u128 fraction = shift_left((u128){q.bits.hi & 0xffffffffffffULL, q.bits.lo}, 15);
  return unpack_parts(q.bits.hi >> 63, q.bits.hi >> 48 & 0x7fff, QUAD_MAX_EXPONENT, fraction);
}

static inline number unpack_double(double x) {
  double_bits d;
  d.value = x;
  u128 fraction = {(d.bits & 0xfffffffffffffULL) << 11, 0};
  return unpack_parts(d.bits >> 63, d.bits >> 52 & 0x7ff, 0x7ff, fraction);
}

static inline number unpack_float(float x) {
  float_bits f;
  f.value = x;
  u128 fraction = {(u64)(f.bits & 0x7fffff) << 40, 0};
  return unpack_parts(f.bits >> 31, f.bits >> 23 & 0xff, 0xff, fraction);
}

static inline number unpack_half(u32 bits) {
  u128 fraction = {(u64)(bits & 0x3ff) << 53, 0};
  return unpack_parts(bits >> 15 & 1, bits >> 10 & 0x1f, 0x1f, fraction);
}

static inline long double pack_quad(int sign, int exponent, u64 hi, u64 lo) {
  quad_bits q;
  q.bits.hi = (u64)sign << 63 | (u64)exponent << 48 | (hi & 0xffffffffffffULL);
  q.bits.lo = lo;
  return q.value;
}

static inline long double quad_zero(int sign) { return pack_quad(sign, 0, 0, 0); }

static inline long double quad_infinity(int sign) {
  return pack_quad(sign, QUAD_MAX_EXPONENT, 0, 0);
}

static inline long double quad_nan(void) {
  return pack_quad(0, QUAD_MAX_EXPONENT, 0x800000000000ULL, 0);
}

/* Whether the magnitude goes up, given the last kept bit, the lost bits as a fraction of 2^64. */
static inline int rounds_up(int mode, int sign, int odd, u64 lost) {
  const u64 half = 1ULL << 63;
  switch (mode) {
    case TOWARDS_ZERO:
      return 0;
    case DOWN:
      return sign && lost != 0;
    case UP:
      return !sign && lost != 0;
    case NEAREST_AWAY:
      return lost >= half;
    default:
      return lost > half || (lost == half && odd);
  }
}

/* A significand rounded to its top bits. */
typedef struct {
  u128 value; /* right-aligned */
  int inexact;
} rounded;

static inline rounded round_to(u128 significand, int precision, int mode, int sign) {
  int drop = 128 - precision;
  u128 kept = shift_right(significand, drop);
  u128 top = shift_left(significand, precision);
  u64 lost = top.hi | (top.lo != 0);
  if (rounds_up(mode, sign, kept.lo & 1, lost)) {
    kept = add128(kept, (u128){0, 1});
  }
  return (rounded){kept, lost != 0};
}

/* The parts of a packed result: the exponent field and the significand without leading bit. */
typedef struct {
  int exponent;
  u128 fraction;
} packed;

/* Rounds a finite number to a format; raises overflow, underflow and inexact.
 * precision counts the leading bit; exponent is biased for the format. */
static inline packed round_finite(
    int sign, int exponent, u128 significand, int precision, int max_exponent) {
  int mode = rounding_mode();
  int flags = 0;
  rounded r = round_to(significand, precision, mode, sign);
  u128 leading = shift_left((u128){0, 1}, precision - 1);
  packed result;
  if (exponent <= 0) {
    /* Tiny unless rounding with unbounded exponent reaches the smallest normal number. */
    int carries = !less128(r.value, shift_left(leading, 1));
    int tiny = exponent < 0 || !carries;
    r = round_to(shift_right_sticky(significand, 1 - exponent), precision, mode, sign);
    if (r.inexact) {
      flags = tiny ? INEXACT | UNDERFLOW : INEXACT;
    }
    result.exponent = !less128(r.value, leading);
    result.fraction = r.value;
  } else {
    if (!less128(r.value, shift_left(leading, 1))) {
      r.value = shift_right(r.value, 1);
      exponent++;
    }
    if (r.inexact) {
      flags = INEXACT;
    }
    result.exponent = exponent;
    result.fraction = r.value;
    if (exponent >= max_exponent) {
      flags = OVERFLOW | INEXACT;
      int to_infinity = mode == NEAREST_EVEN || mode == NEAREST_AWAY || mode == (sign ? DOWN : UP);
      result.exponent = to_infinity ? max_exponent : max_exponent - 1;
      result.fraction = to_infinity ? (u128){0, 0} : sub128(leading, (u128){0, 1});
    }
  }
  raise_flags(flags);
  return result;
}

static inline long double round_quad(int sign, int exponent, u128 significand) {
  packed p = round_finite(sign, exponent, significand, 113, QUAD_MAX_EXPONENT);
  return pack_quad(sign, p.exponent, p.fraction.hi, p.fraction.lo);
}

static inline double round_double(int sign, int exponent, u128 significand) {
  packed p = round_finite(sign, exponent, significand, 53, 0x7ff);
  double_bits d;
  d.bits = (u64)sign << 63 | (u64)p.exponent << 52 | (p.fraction.lo & 0xfffffffffffffULL);
  return d.value;
}

static inline float round_float(int sign, int exponent, u128 significand) {
  packed p = round_finite(sign, exponent, significand, 24, 0xff);
  float_bits f;
  f.bits = (u32)sign << 31 | (u32)p.exponent << 23 | ((u32)p.fraction.lo & 0x7fffff);
  return f.value;
}

/* A binary16, NaN-boxed in a binary32 as the psABI passes it. */
static inline float box_half(u32 bits) {
  float_bits f;
  f.bits = 0xffff0000u | bits;
  return f.value;
}

static inline float round_half(int sign, int exponent, u128 significand) {
  packed p = round_finite(sign, exponent, significand, 11, 0x1f);
  return box_half((u32)sign << 15 | (u32)p.exponent << 10 | ((u32)p.fraction.lo & 0x3ff));
}

static inline int is_nan(number n) { return n.class >= QUIET_NAN; }

#endif
