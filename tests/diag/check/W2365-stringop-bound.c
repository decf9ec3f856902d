int snprintf(char *, unsigned long, const char *, ...);
void f(void) {
  char b[4];
  snprintf(b, 8, "x");
}
