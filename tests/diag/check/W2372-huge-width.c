// options: -Wall
int sprintf(char *, const char *, ...);
void f(int x) {
  char b[6];
  sprintf(b, "%99999999999999999999d", x);
  sprintf(b, "%.99999999999999999999s", "more");
}
