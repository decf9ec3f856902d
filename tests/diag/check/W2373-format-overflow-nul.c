// options: -Wall
int sprintf(char *, const char *, ...);
void f(void) {
  char b[5];
  sprintf(b, "hello");
}
