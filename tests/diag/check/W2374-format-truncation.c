// options: -Wall
int snprintf(char *, unsigned long, const char *, ...);
void f(void) {
  char b[5];
  snprintf(b, sizeof b, "hello");
}
