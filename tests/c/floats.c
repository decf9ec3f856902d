// float and double: arithmetic, conversions, comparisons with NaN, negative zero.
#include "check.h"

static double half(double x) { return x / 2; }
static float fadd(float a, float b) { return a + b; }
static int toInt(double x) { return (int)x; }
static unsigned toUnsigned(double x) { return (unsigned)x; }
static long toLong(float x) { return (long)x; }
static unsigned long toULong(double x) { return (unsigned long)x; }
static double mix(int a, float b, double c, long d, char e, float f, double g, double h, double i, double j, double k,
                  float l, float m) {
  return a + b + c + d + e + f + g + h + i + j + k + l + m;
}
volatile double zero = 0.0;
volatile float vf = 0.1f;
double fromUnsigned(unsigned u) { return u; }
float fromULong(unsigned long u) { return u; }
double fromLong(long l) { return l; }

int main(void) {
  CHECK(1, half(5) == 2.5 && fadd(0.5f, 0.25f) == 0.75f);
  CHECK(2, toInt(-3.99) == -3 && toInt(3.99) == 3);
  CHECK(3, toUnsigned(4000000000.5) == 4000000000u);
  CHECK(4, toLong(-1.5e10f) == -15000000512L + 512L || toLong(-1.5e10f) == -15000000512L);
  CHECK(5, toULong(1.8e19) == 18000000000000000000ul);
  CHECK(6, fromUnsigned(4294967295u) == 4294967295.0 && fromULong(-1ul) == 0x1p64f);
  CHECK(7, fromLong(-1L << 62) == -0x1p62);
  CHECK(8, mix(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13) == 91);
  double nan = zero / zero, inf = 1 / zero;
  CHECK(9, nan != nan && !(nan == nan) && !(nan < 1) && !(nan >= 1) && !(nan > inf));
  CHECK(10, inf > 1e308 && -inf < 0 && inf == inf);
  CHECK(11, -zero == 0 && 1 / -zero < 0);
  CHECK(12, vf != 0.1 && (double)vf == 0x1.99999ap-4 && vf * 10 == 1.0f);
  if (nan) {
  } else
    return 13;
  CHECK(14, !!0.5 && !zero && (zero || nan));
  float f = 1;
  f += 0.1;
  CHECK(15, f == (float)1.1);
  f++;
  CHECK(16, f == (float)1.1 + 1.0f || f == 2.1f);
  int i = 10;
  i *= 1.5;
  CHECK(17, i == 15);
  i /= 0.4f;
  CHECK(18, i == 37);
  char c = 100;
  c += 27.9;
  CHECK(19, c == 127);
  CHECK(20, 0.1 + 0.2 != 0.3 && 0.1f + 0.2f == 0.3f || sizeof(0.1f) == 4);
  CHECK(21, 1e300 * 1e10 == inf && 5e-324 / 2 == 0);
  _Bool b = nan;
  CHECK(22, b);
  CHECK(23, (zero ? 1 : 2.5) == 2.5 && __builtin_isnan(nan) && __builtin_isinf(inf) && !__builtin_isfinite(nan));
  CHECK(24, __builtin_signbit(-zero) && !__builtin_signbit(1.0) && __builtin_fabs(-2.5) == 2.5);
  CHECK(25, __builtin_copysign(3.0, -zero) == -3.0 && __builtin_isnormal(1.0) && !__builtin_isnormal(5e-324));
  CHECK(26, __builtin_fpclassify(1, 2, 3, 4, 5, 5e-324) == 4 && __builtin_fpclassify(1, 2, 3, 4, 5, zero) == 5);
  CHECK(27, __builtin_isgreater(2.0, 1.0) && !__builtin_isgreater(nan, 1.0) && __builtin_isunordered(nan, 1.0));
  CHECK(28, __builtin_islessgreater(1.0, 2.0) && !__builtin_islessgreater(nan, 2.0));
  return 0;
}
