struct S { int a, b; };
int next(void);
int f(void) {
  struct S s = { .a = next(), .a = 2 };
  struct S t[] = { [0 ... 1] = { next() }, [1] = { 3 } };
  return s.a + t[0].a;
}
