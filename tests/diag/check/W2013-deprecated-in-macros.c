// options: -Wall -Wextra
// _Pragma in a macro holds for what stands between the two, not for the whole macro.
enum { A __attribute__((deprecated("no"))) = 1, B };
#define IGN(s) _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wdeprecated-declarations\"") s _Pragma("GCC diagnostic pop")
#define isA(x) ((x) == A || (x) == B)
#define SET(o) ({ if (1) { IGN(if (isA(o)) foo();) } bar(o); })
#define SET2(o) IGN({ if (isA(o)) foo(); })
int foo(void), bar(int); int old(void) __attribute__((deprecated));
int f(int x) {
  SET(x);
  SET(B);
  SET2(x);
  IGN(x = A;)
  x += A;
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wdeprecated-declarations\"") x += A; _Pragma("GCC diagnostic pop") x += A;
  IGN(x += old();)
  old();
  SET(A);
  return x;
}
#define NO_SIGNS(s) \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wsign-compare\"") s \
  _Pragma("GCC diagnostic pop")
#define LESS(a, b) ((a) < (b))
#define BOTH(a, b) \
  { NO_SIGNS(i += LESS(a, b);) \
    i += LESS(b, a); }
int g(int i, unsigned u) {
  NO_SIGNS(i += i < u;)
  NO_SIGNS(i += i < u;) i += i < u;
  BOTH(i, u)
  return i;
}
