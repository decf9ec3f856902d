int f(int a, int b {
  return a + b + c;
}
int g(int a) { return q1; }
int k(int a, ... { return a; }
int l(void) { return q3; }
