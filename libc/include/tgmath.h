/* Type-generic macros (C17 7.25) by __builtin_tgmath: integer arguments count as double. */
#ifndef _TGMATH_H
#define _TGMATH_H
#include <complex.h>
#include <math.h>
#define __TG_R(n, ...) __builtin_tgmath(n##f, n, n##l, __VA_ARGS__)
#define __TG_R1(n, x) __TG_R(n, x)
#define __TG_R2(n, x, y) __TG_R(n, x, y)
#define __TG_R3(n, x, y, z) __TG_R(n, x, y, z)
#define __TG_RX(n, x, y) __TG_R(n, x, y)
#define __TG_C(n, c, ...) __builtin_tgmath(n##f, n, n##l, c##f, c, c##l, __VA_ARGS__)
#define __TG_C1(n, c, x) __TG_C(n, c, x)
#define __TG_C2(n, c, x, y) __TG_C(n, c, x, y)
#undef acos
#define acos(x) __TG_C1(acos, cacos, x)
#undef asin
#define asin(x) __TG_C1(asin, casin, x)
#undef atan
#define atan(x) __TG_C1(atan, catan, x)
#undef acosh
#define acosh(x) __TG_C1(acosh, cacosh, x)
#undef asinh
#define asinh(x) __TG_C1(asinh, casinh, x)
#undef atanh
#define atanh(x) __TG_C1(atanh, catanh, x)
#undef cos
#define cos(x) __TG_C1(cos, ccos, x)
#undef sin
#define sin(x) __TG_C1(sin, csin, x)
#undef tan
#define tan(x) __TG_C1(tan, ctan, x)
#undef cosh
#define cosh(x) __TG_C1(cosh, ccosh, x)
#undef sinh
#define sinh(x) __TG_C1(sinh, csinh, x)
#undef tanh
#define tanh(x) __TG_C1(tanh, ctanh, x)
#undef exp
#define exp(x) __TG_C1(exp, cexp, x)
#undef log
#define log(x) __TG_C1(log, clog, x)
#undef sqrt
#define sqrt(x) __TG_C1(sqrt, csqrt, x)
#undef fabs
#define fabs(x) __TG_C1(fabs, cabs, x)
#undef pow
#define pow(x, y) __TG_C2(pow, cpow, x, y)
#define cbrt(x) __TG_R1(cbrt, x)
#define ceil(x) __TG_R1(ceil, x)
#define erf(x) __TG_R1(erf, x)
#define erfc(x) __TG_R1(erfc, x)
#define exp2(x) __TG_R1(exp2, x)
#define expm1(x) __TG_R1(expm1, x)
#define floor(x) __TG_R1(floor, x)
#define lgamma(x) __TG_R1(lgamma, x)
#define log10(x) __TG_R1(log10, x)
#define log1p(x) __TG_R1(log1p, x)
#define log2(x) __TG_R1(log2, x)
#define logb(x) __TG_R1(logb, x)
#define nearbyint(x) __TG_R1(nearbyint, x)
#define rint(x) __TG_R1(rint, x)
#define round(x) __TG_R1(round, x)
#define tgamma(x) __TG_R1(tgamma, x)
#define trunc(x) __TG_R1(trunc, x)
#define ilogb(x) __TG_R1(ilogb, x)
#define lrint(x) __TG_R1(lrint, x)
#define llrint(x) __TG_R1(llrint, x)
#define lround(x) __TG_R1(lround, x)
#define llround(x) __TG_R1(llround, x)
#define atan2(x, y) __TG_R2(atan2, x, y)
#define copysign(x, y) __TG_R2(copysign, x, y)
#define fdim(x, y) __TG_R2(fdim, x, y)
#define fmax(x, y) __TG_R2(fmax, x, y)
#define fmin(x, y) __TG_R2(fmin, x, y)
#define fmod(x, y) __TG_R2(fmod, x, y)
#define hypot(x, y) __TG_R2(hypot, x, y)
#define nextafter(x, y) __TG_R2(nextafter, x, y)
#define remainder(x, y) __TG_R2(remainder, x, y)
#define frexp(x, y) __TG_RX(frexp, x, y)
#define ldexp(x, y) __TG_RX(ldexp, x, y)
#define scalbn(x, y) __TG_RX(scalbn, x, y)
#define scalbln(x, y) __TG_RX(scalbln, x, y)
#define nexttoward(x, y) __TG_RX(nexttoward, x, y)
#define fma(x, y, z) __TG_R3(fma, x, y, z)
#define remquo(x, y, q) __TG_R(remquo, x, y, q)
#define carg(x) __TG_R(carg, x)
#define cimag(x) __TG_R(cimag, x)
#define creal(x) __TG_R(creal, x)
#define conj(x) __TG_R(conj, x)
#define cproj(x) __TG_R(cproj, x)
#endif
