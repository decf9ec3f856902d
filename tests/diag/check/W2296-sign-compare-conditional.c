// options: -Wall -Wextra
unsigned f(int c, int a, unsigned b) { return c ? a : b; }
// Builtins that are never negative, except to gcc's eyes ctz.
unsigned long counts(int x) {
  return (x ? __builtin_clz(x) : 8 * sizeof x) + (x ? __builtin_clrsb(x) : 8 * sizeof x)
      + (x ? __builtin_ctz(x) : 8 * sizeof x);
}
