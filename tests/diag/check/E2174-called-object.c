int x; int f(void) { return x(); }
int g(void) { return 1(); }
