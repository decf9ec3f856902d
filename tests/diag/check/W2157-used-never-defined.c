static int g(void);
int f(void) { return g(); }
