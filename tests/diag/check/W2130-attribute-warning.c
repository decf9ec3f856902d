int g(void) __attribute__((warning("do not")));
int f(void) { return g(); }
