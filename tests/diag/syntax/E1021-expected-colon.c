int f(int a, int b) {
  a = a ? 1 ; 2;
  return a;
}
