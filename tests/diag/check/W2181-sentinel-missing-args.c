// options: -Wall
int g(int, ...) __attribute__((sentinel)); int f(void) { return g(1); }
