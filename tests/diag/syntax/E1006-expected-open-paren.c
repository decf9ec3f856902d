int f(int a, int b) {
  if a > b) a = 1;
  return a;
}
