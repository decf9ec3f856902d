// options: -pedantic
int f(void) {
  goto l;
l:
  int x = 1;
  return x;
}
