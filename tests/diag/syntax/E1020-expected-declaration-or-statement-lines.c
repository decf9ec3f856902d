int g(const char *, int);
int f(int a) {
  a = g("a"
      "b",
      3);
