// Compares libc/runtime with libgcc, bit by bit, flags included, in every rounding mode.
// The runtime's objects are linked with the prefix f_ on all symbols.
#include <fenv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef long double tf;
typedef __int128 ti;
typedef unsigned __int128 uti;
typedef _Complex float sc;
typedef _Complex double dc;
typedef _Complex long double tc;

static uint64_t state = 0x9e3779b97f4a7c15;

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static int failures, tests;

static void report(const char *name, int mode, const void *a, const void *b, size_t n, int fa, int fb,
                   const void *in, size_t in_size) {
  static const char *last;
  static int of_last;
  failures++;
  if (name != last) of_last = 0;
  last = name;
  if (++of_last > 4) return;
  printf("%s mode %d: libgcc ", name, mode);
  for (size_t i = n; i-- > 0;) printf("%02x", ((const unsigned char *)a)[i]);
  printf(" flags %x, ferry ", fa);
  for (size_t i = n; i-- > 0;) printf("%02x", ((const unsigned char *)b)[i]);
  printf(" flags %x, operands", fb);
  for (size_t i = 0; i < in_size; i++) {
    if (i % 16 == 0) printf(" ");
    printf("%02x", ((const unsigned char *)in)[in_size / 16 * 16 > i ? (i / 16 * 16) + 15 - i % 16 : i]);
  }
  printf("\n");
}

static int flags(void) {
  int f;
  __asm__ volatile("frflags %0" : "=r"(f));
  __asm__ volatile("fsflags zero");
  return f;
}

static const uint64_t special_hi[] = {
    0, 0x8000000000000000, 0x3fff000000000000, 0xbfff000000000000, 0x7fff000000000000,
    0xffff000000000000, 0x7fff800000000000, 0x7fff400000000000, 0xffff400000000001,
    0x0001000000000000, 0x0000ffffffffffff, 0x0000000000000001, 0x7ffeffffffffffff,
    0x3ffe000000000000, 0x4000000000000000, 0x403e000000000000, 0x401e000000000000,
    0x403f000000000000, 0x407e000000000000, 0x407f000000000000, 0xc03e000000000000,
    0xc01e000000000000, 0x3f8d000000000000, 0x43fe000000000000, 0x407effffffffffff,
    0x43feffffffffffff, 0x407efffffe000000, 0x43fefffffffffffe, 0x3c01000000000000,
    0x3bcd000000000000, 0x3f6a000000000000, 0x3f81000000000000, 0x3c00ffffffffffff, 0x3f80ffffffffffff,
    0x400effffffffffff, 0x400effc000000000, 0x400effe000000000, 0x3ff1000000000000, 0x3fe7000000000000, 0x3ff0ffffffffffff};

static tf random_tf(void) {
  union { tf f; uint64_t u[2]; } x;
  unsigned n = sizeof special_hi / sizeof *special_hi;
  uint64_t r = next();
  switch (r % 8) {
    case 0: x.u[1] = special_hi[next() % n]; x.u[0] = next() % 3 ? 0 : next() % 2 ? ~0ull : 1; break;
    case 1: x.u[1] = special_hi[next() % n]; x.u[0] = next(); break;
    case 2: x.u[1] = next(); x.u[0] = next(); break;
    case 3: x.u[1] = (next() & 0x8000ffffffffffff) | (0x3fff + next() % 128 - 64) << 48; x.u[0] = next(); break;
    case 4: x.u[1] = (next() & 0x8000ffffffffffff) | (0x3fff + next() % 2200 - 1100) << 48; x.u[0] = next(); break;
    case 5: x.u[1] = (next() & 0x8000ffff00000000) | (0x3fff + next() % 32 - 16) << 48; x.u[0] = 0; break;
    case 6: x.u[1] = (next() & 0x8000ffffffffffff) | (0x3fff + next() % 128 - 64) << 48; x.u[0] = next() & next() & next(); break;
    default: x.f = (tf)(int64_t)next(); break;
  }
  return x.f;
}

static tf last_tf;

/* Often equal to its predecessor. */
static tf near_tf(void) {
  if (next() % 3) last_tf = random_tf();
  return last_tf;
}

static double random_df(void) {
  union { double f; uint64_t u; } x;
  static const uint64_t s[] = {0, 1ull << 63, 0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000,
                               0x7ff0000000000001, 1, 0x000fffffffffffff, 0x0010000000000000, 0x3ff0000000000000,
                               0x7fefffffffffffff, 0x43e0000000000000, 0xc3e0000000000000, 0x47e0000000000000};
  uint64_t r = next();
  if (r % 4 == 0) x.u = s[next() % (sizeof s / 8)];
  else if (r % 4 == 1) x.u = (next() & 0x800fffffffffffff) | (1023 + next() % 140 - 10) << 52;
  else if (r % 4 == 2) x.u = (next() & 0x800fffffffffffff) | (1023 + next() % 40 - 30) << 52;
  else x.u = next();
  return x.f;
}

static float random_sf(void) {
  union { float f; uint32_t u; } x;
  static const uint32_t s[] = {0, 1u << 31, 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 1, 0x7fffff,
                               0x800000, 0x3f800000, 0x7f7fffff, 0x5f000000, 0xdf000000, 0x7f000000};
  uint64_t r = next();
  if (r % 4 == 0) x.u = s[next() % (sizeof s / 4)];
  else if (r % 4 == 1) x.u = (next() & 0x807fffff) | (uint32_t)(127 + next() % 130) << 23;
  else x.u = (uint32_t)next();
  return x.f;
}

static ti random_ti(void) {
  uti x = (uti)next() << 64 | next();
  switch (next() % 6) {
    case 0: x = next() % 20; break;
    case 1: x >>= next() % 128; break;
    case 2: x = (uti)1 << next() % 128; x -= next() % 3; break;
    case 3: x = -(x >> next() % 128); break;
    case 4: x = (uti)next() << 64; break;
    default: break;
  }
  return (ti)x;
}

enum { ROUNDS = 40000 };

#define CHECK(name, R, expr, fexpr, inputs)                                              \
  do {                                                                                   \
    flags();                                                                             \
    R a_ = expr;                                                                         \
    int fa_ = flags();                                                                   \
    R b_ = fexpr;                                                                        \
    int fb_ = flags();                                                                   \
    tests++;                                                                             \
    if (memcmp(&a_, &b_, sizeof(R)) != 0 || ((fa_ ^ fb_) & flag_mask))                   \
      report(name, mode, &a_, &b_, sizeof(R), fa_, fb_, &inputs, sizeof inputs);         \
  } while (0)

#define BINARY(R, name, A, ra, B, rb)                            \
  R name(A, B);                                                  \
  R f_##name(A, B);                                              \
  static void test_##name(int mode, int flag_mask) {             \
    for (int i = 0; i < ROUNDS; i++) {                           \
      struct { A a; B b; } in = {ra, rb};                        \
      CHECK(#name, R, name(in.a, in.b), f_##name(in.a, in.b), in); \
    }                                                            \
  }

#define UNARY(R, name, A, ra)                                    \
  R name(A);                                                     \
  R f_##name(A);                                                 \
  static void test_##name(int mode, int flag_mask) {             \
    for (int i = 0; i < ROUNDS; i++) {                           \
      struct { A a; } in = {ra};                                 \
      CHECK(#name, R, name(in.a), f_##name(in.a), in);           \
    }                                                            \
  }

BINARY(tf, __addtf3, tf, random_tf(), tf, random_tf())
BINARY(tf, __subtf3, tf, random_tf(), tf, random_tf())
BINARY(tf, __multf3, tf, random_tf(), tf, random_tf())
BINARY(tf, __divtf3, tf, random_tf(), tf, random_tf())
UNARY(tf, __negtf2, tf, random_tf())
BINARY(long, __eqtf2, tf, near_tf(), tf, near_tf())
BINARY(long, __netf2, tf, near_tf(), tf, near_tf())
BINARY(long, __lttf2, tf, near_tf(), tf, near_tf())
BINARY(long, __letf2, tf, near_tf(), tf, near_tf())
BINARY(long, __gttf2, tf, near_tf(), tf, near_tf())
BINARY(long, __getf2, tf, near_tf(), tf, near_tf())
BINARY(long, __unordtf2, tf, near_tf(), tf, near_tf())
UNARY(tf, __extenddftf2, double, random_df())
UNARY(tf, __extendsftf2, float, random_sf())
UNARY(double, __trunctfdf2, tf, random_tf())
UNARY(float, __trunctfsf2, tf, random_tf())
UNARY(int, __fixtfsi, tf, random_tf())
UNARY(long, __fixtfdi, tf, random_tf())
UNARY(unsigned, __fixunstfsi, tf, random_tf())
UNARY(unsigned long, __fixunstfdi, tf, random_tf())
UNARY(ti, __fixtfti, tf, random_tf())
UNARY(uti, __fixunstfti, tf, random_tf())
UNARY(tf, __floatsitf, int, (int)random_ti())
UNARY(tf, __floatunsitf, unsigned, (unsigned)random_ti())
UNARY(tf, __floatditf, long, (long)random_ti())
UNARY(tf, __floatunditf, unsigned long, (unsigned long)random_ti())
UNARY(tf, __floattitf, ti, random_ti())
UNARY(tf, __floatuntitf, uti, random_ti())
UNARY(float, __floattisf, ti, random_ti())
UNARY(float, __floatuntisf, uti, random_ti())
UNARY(double, __floattidf, ti, random_ti())
UNARY(double, __floatuntidf, uti, random_ti())
UNARY(int, __clzdi2, unsigned long, (unsigned long)random_ti() | 1)
UNARY(int, __ctzdi2, unsigned long, (unsigned long)random_ti() | 1ul << 63)
UNARY(int, __popcountdi2, unsigned long, (unsigned long)random_ti())
UNARY(int, __paritydi2, unsigned long, (unsigned long)random_ti())
UNARY(int, __ffsdi2, unsigned long, (unsigned long)random_ti())
UNARY(int, __clrsbdi2, long, (long)random_ti())
UNARY(int, __clzti2, uti, random_ti() | 1)
UNARY(int, __ctzti2, uti, random_ti() | (uti)1 << 127)
UNARY(int, __popcountti2, uti, random_ti())
UNARY(int, __ffsti2, uti, random_ti())
UNARY(int, __clrsbti2, ti, random_ti())
UNARY(unsigned long, __bswapdi2, unsigned long, next())
UNARY(unsigned, __bswapsi2, unsigned, (unsigned)next())
UNARY(ti, __negti2, ti, random_ti())

static ti divisor(void) {
  ti x = random_ti();
  return x == 0 ? 1 : x;
}
BINARY(ti, __divti3, ti, random_ti(), ti, divisor())
BINARY(uti, __udivti3, uti, random_ti(), uti, divisor())
BINARY(ti, __modti3, ti, random_ti(), ti, divisor())
BINARY(uti, __umodti3, uti, random_ti(), uti, divisor())
BINARY(ti, __multi3, ti, random_ti(), ti, divisor())
BINARY(long, __cmpti2, ti, random_ti(), ti, divisor())
BINARY(long, __ucmpti2, uti, random_ti(), uti, divisor())
BINARY(ti, __ashlti3, ti, random_ti(), int, next() & 127)
BINARY(ti, __ashrti3, ti, random_ti(), int, next() & 127)
BINARY(uti, __lshrti3, uti, random_ti(), int, next() & 127)

ti __fixsfti(float);
ti f___fixsfti(float);
static void test___fixsfti(int mode, int flag_mask) {
  for (int i = 0; i < ROUNDS; i++) {
    struct { float a; } in = {random_sf()};
    if (!(in.a > -0x1p127 && in.a < 0x1p127)) continue;
    CHECK("__fixsfti", ti, __fixsfti(in.a), f___fixsfti(in.a), in);
  }
}

ti __fixdfti(double);
ti f___fixdfti(double);
static void test___fixdfti(int mode, int flag_mask) {
  for (int i = 0; i < ROUNDS; i++) {
    struct { double a; } in = {random_df()};
    if (!(in.a > -0x1p127 && in.a < 0x1p127)) continue;
    CHECK("__fixdfti", ti, __fixdfti(in.a), f___fixdfti(in.a), in);
  }
}

uti __fixunssfti(float);
uti f___fixunssfti(float);
static void test___fixunssfti(int mode, int flag_mask) {
  for (int i = 0; i < ROUNDS; i++) {
    struct { float a; } in = {random_sf()};
    if (!(in.a > -1 && in.a < 0x1p127)) continue;
    CHECK("__fixunssfti", uti, __fixunssfti(in.a), f___fixunssfti(in.a), in);
  }
}

uti __fixunsdfti(double);
uti f___fixunsdfti(double);
static void test___fixunsdfti(int mode, int flag_mask) {
  for (int i = 0; i < ROUNDS; i++) {
    struct { double a; } in = {random_df()};
    if (!(in.a > -1 && in.a < 0x1p128)) continue;
    CHECK("__fixunsdfti", uti, __fixunsdfti(in.a), f___fixunsdfti(in.a), in);
  }
}

/* Contraction may change the last bits of a quotient; a NaN or infinity in one part too. */
static int close_enough(tf x, tf y) {
  tf d = x > y ? x - y : y - x, m = x < 0 ? -x : x;
  return d <= m * 0x1p-22L || x - x != 0 || y - y != 0;
}

#define COMPLEX(R, name, A, ra)                                   \
  R name(A, A, A, A);                                             \
  R f_##name(A, A, A, A);                                         \
  static void test_##name(int mode, int flag_mask) {              \
    for (int i = 0; i < ROUNDS; i++) {                            \
      struct { A a, b, c, d; } in = {ra, ra, ra, ra};             \
      R x = name(in.a, in.b, in.c, in.d);                         \
      R y = f_##name(in.a, in.b, in.c, in.d);                     \
      tests++;                                                    \
      A p[2] = {__real__ x, __imag__ x}, q[2] = {__real__ y, __imag__ y}; \
      for (int k = 0; k < 2; k++) {                               \
        if (p[k] != p[k] && q[k] != q[k]) continue;               \
        if (#name[3] == 'i' && close_enough(p[k], q[k])) continue; \
        if (memcmp(&p[k], &q[k], sizeof(A)) != 0)                 \
          report(#name, mode, &p[k], &q[k], sizeof(A), k, k, &in, sizeof in); \
      }                                                           \
    }                                                             \
  }

COMPLEX(sc, __mulsc3, float, random_sf())
COMPLEX(sc, __divsc3, float, random_sf())
COMPLEX(dc, __muldc3, double, random_df())
COMPLEX(dc, __divdc3, double, random_df())
COMPLEX(tc, __multc3, tf, random_tf())
COMPLEX(tc, __divtc3, tf, random_tf())

int main(void) {
  static const int modes[] = {0, 1, 2, 3};
  for (int m = 0; m < 4; m++) {
    int mode = modes[m];
    __asm__ volatile("fsrm %0" : : "r"(mode));
    test___addtf3(mode, 31);
    test___subtf3(mode, 31);
    test___multf3(mode, 31);
    test___divtf3(mode, 31);
    test___negtf2(mode, 31);
    test___eqtf2(mode, 31);
    test___netf2(mode, 31);
    test___lttf2(mode, 31);
    test___letf2(mode, 31);
    test___gttf2(mode, 31);
    test___getf2(mode, 31);
    test___unordtf2(mode, 31);
    test___extenddftf2(mode, 31);
    test___extendsftf2(mode, 31);
    test___trunctfdf2(mode, 31);
    test___trunctfsf2(mode, 31);
    test___fixtfsi(mode, 31);
    test___fixtfdi(mode, 31);
    test___fixunstfsi(mode, 31);
    test___fixunstfdi(mode, 31);
    test___fixtfti(mode, 31);
    test___fixunstfti(mode, 31);
    test___floatsitf(mode, 31);
    test___floatunsitf(mode, 31);
    test___floatditf(mode, 31);
    test___floatunditf(mode, 31);
    test___floattitf(mode, 31);
    test___floatuntitf(mode, 31);
    test___floattisf(mode, 0);
    test___floatuntisf(mode, 0);
    test___floattidf(mode, 0);
    test___floatuntidf(mode, 0);
    test___clzdi2(mode, 31);
    test___ctzdi2(mode, 31);
    test___popcountdi2(mode, 31);
    test___paritydi2(mode, 31);
    test___ffsdi2(mode, 31);
    test___clrsbdi2(mode, 31);
    test___clzti2(mode, 31);
    test___ctzti2(mode, 31);
    test___popcountti2(mode, 31);
    test___ffsti2(mode, 31);
    test___clrsbti2(mode, 31);
    test___bswapdi2(mode, 31);
    test___bswapsi2(mode, 31);
    test___negti2(mode, 31);
  }
  int mode = 0;
  __asm__ volatile("fsrm %0" : : "r"(mode));
  test___divti3(mode, 0);
  test___udivti3(mode, 0);
  test___modti3(mode, 0);
  test___umodti3(mode, 0);
  test___multi3(mode, 0);
  test___cmpti2(mode, 0);
  test___ucmpti2(mode, 0);
  test___ashlti3(mode, 0);
  test___ashrti3(mode, 0);
  test___lshrti3(mode, 0);
  test___fixsfti(mode, 0);
  test___fixdfti(mode, 0);
  test___fixunssfti(mode, 0);
  test___fixunsdfti(mode, 0);
  test___mulsc3(mode, 0);
  test___divsc3(mode, 0);
  test___muldc3(mode, 0);
  test___divdc3(mode, 0);
  test___multc3(mode, 0);
  test___divtc3(mode, 0);
  printf("%d tests, %d failures\n", tests, failures);
  return failures != 0;
}
