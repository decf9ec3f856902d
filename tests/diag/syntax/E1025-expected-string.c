int f(int a, int b) {
  asm(a);
  return a;
}
