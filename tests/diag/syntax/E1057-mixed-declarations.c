// options: -std=gnu89 -Wdeclaration-after-statement
int f(void) {
  f();
  int x = 1;
  return x;
}
