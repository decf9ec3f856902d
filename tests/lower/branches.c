// Conditions branch directly; 0 and 1 appear only where their value is used.
int f(int a, int b);
int test(int a, int b, int *p) {
  if (a && !b || p) return f(a, b);
  while (__builtin_expect(*p > 3, 0)) --*p;
  return a < b && b != 0;
}
