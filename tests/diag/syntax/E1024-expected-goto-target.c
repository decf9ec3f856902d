int f(int a, int b) {
  goto ;
  return a;
}
