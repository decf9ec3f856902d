int f(int a, int b) {
  a = 1; else a = 2;
  return a;
}
