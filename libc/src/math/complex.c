/* Complex functions (C17 7.3) by their textbook formulas over the real functions. */
#include <complex.h>
#include <math.h>

#define FUNCTIONS(T, S)                                                                      \
  T creal##S(T complex z) {                                                                  \
    return __real__ z;                                                                       \
  }                                                                                          \
  T cimag##S(T complex z) {                                                                  \
    return __imag__ z;                                                                       \
  }                                                                                          \
  T cabs##S(T complex z) {                                                                   \
    return hypot##S(__real__ z, __imag__ z);                                                 \
  }                                                                                          \
  T carg##S(T complex z) {                                                                   \
    return atan2##S(__imag__ z, __real__ z);                                                 \
  }                                                                                          \
  T complex conj##S(T complex z) {                                                           \
    return __builtin_complex(__real__ z, -__imag__ z);                                       \
  }                                                                                          \
  T complex cproj##S(T complex z) {                                                          \
    if (isinf(__real__ z) || isinf(__imag__ z))                                              \
      return __builtin_complex((T)INFINITY, copysign##S(0, __imag__ z));                     \
    return z;                                                                                \
  }                                                                                          \
  T complex cexp##S(T complex z) {                                                           \
    T x = __real__ z, y = __imag__ z;                                                        \
    if (y == 0) return __builtin_complex(exp##S(x), y);                                      \
    T e = exp##S(x);                                                                         \
    return __builtin_complex(e * cos##S(y), e * sin##S(y));                                  \
  }                                                                                          \
  T complex clog##S(T complex z) {                                                           \
    return __builtin_complex(log##S(cabs##S(z)), carg##S(z));                                \
  }                                                                                          \
  T complex csqrt##S(T complex z) {                                                          \
    T x = __real__ z, y = __imag__ z;                                                        \
    if (x == 0 && y == 0) return __builtin_complex((T)0, y);                                 \
    if (isinf(y)) return __builtin_complex((T)INFINITY, y);                                  \
    T t = sqrt##S((fabs##S(x) + hypot##S(x, y)) / 2);                                        \
    if (x >= 0) return __builtin_complex(t, y / (2 * t));                                    \
    return __builtin_complex(fabs##S(y) / (2 * t), copysign##S(t, y));                       \
  }                                                                                          \
  T complex cpow##S(T complex z, T complex w) {                                              \
    if (__real__ z == 0 && __imag__ z == 0)                                                  \
      return __real__ w == 0 && __imag__ w == 0 ? 1 : __builtin_complex((T)0, (T)0);         \
    return cexp##S(w * clog##S(z));                                                          \
  }                                                                                          \
  T complex csinh##S(T complex z) {                                                          \
    T x = __real__ z, y = __imag__ z;                                                        \
    return __builtin_complex(sinh##S(x) * cos##S(y), cosh##S(x) * sin##S(y));                \
  }                                                                                          \
  T complex ccosh##S(T complex z) {                                                          \
    T x = __real__ z, y = __imag__ z;                                                        \
    return __builtin_complex(cosh##S(x) * cos##S(y), sinh##S(x) * sin##S(y));                \
  }                                                                                          \
  T complex ctanh##S(T complex z) {                                                          \
    T x = __real__ z, y = __imag__ z;                                                        \
    if (fabs##S(x) > 20) return __builtin_complex(copysign##S(1, x), copysign##S(0, sin##S(2 * y))); \
    T d = cosh##S(2 * x) + cos##S(2 * y);                                                    \
    return __builtin_complex(sinh##S(2 * x) / d, sin##S(2 * y) / d);                         \
  }                                                                                          \
  static T complex times_i##S(T complex z) {                                                 \
    return __builtin_complex(-__imag__ z, __real__ z);                                       \
  }                                                                                          \
  static T complex times_minus_i##S(T complex z) {                                           \
    return __builtin_complex(__imag__ z, -__real__ z);                                       \
  }                                                                                          \
  T complex csin##S(T complex z) {                                                           \
    return times_minus_i##S(csinh##S(times_i##S(z)));                                        \
  }                                                                                          \
  T complex ccos##S(T complex z) {                                                           \
    return ccosh##S(times_i##S(z));                                                          \
  }                                                                                          \
  T complex ctan##S(T complex z) {                                                           \
    return times_minus_i##S(ctanh##S(times_i##S(z)));                                        \
  }                                                                                          \
  T complex casinh##S(T complex z) {                                                         \
    if (__real__ z < 0) return -casinh##S(-z);                                               \
    return clog##S(z + csqrt##S(z * z + 1));                                                 \
  }                                                                                          \
  T complex cacosh##S(T complex z) {                                                         \
    return clog##S(z + csqrt##S(z + 1) * csqrt##S(z - 1));                                   \
  }                                                                                          \
  T complex catanh##S(T complex z) {                                                         \
    return (clog##S(1 + z) - clog##S(1 - z)) / 2;                                            \
  }                                                                                          \
  T complex casin##S(T complex z) {                                                          \
    return times_minus_i##S(casinh##S(times_i##S(z)));                                       \
  }                                                                                          \
  T complex cacos##S(T complex z) {                                                          \
    T complex a = casin##S(z);                                                               \
    return __builtin_complex((T)1.57079632679489661923132169163975144L - __real__ a, -__imag__ a); \
  }                                                                                          \
  T complex catan##S(T complex z) {                                                          \
    return times_minus_i##S(catanh##S(times_i##S(z)));                                       \
  }

FUNCTIONS(double, )
FUNCTIONS(float, f)
FUNCTIONS(long double, l)
