int f(int c) {
  int a;
  asm("" : "=r"(a) : "99999999999999999999"(c));
  return a;
}
