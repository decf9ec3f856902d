int f(int a, int b) {
  do a++; (a < 3);
  return a;
}
