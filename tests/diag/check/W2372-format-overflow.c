// options: -Wall
int sprintf(char *, const char *, ...);
void f(int x) {
  char b[6];
  sprintf(b, "n = %d, %s", x, "hello");
}
