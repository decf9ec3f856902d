int f(int n) {
  int s = 0;
  for (int i = 0; i < 10; i++ {
    s += i;
  }
  undeclared(3);
  return s
}
