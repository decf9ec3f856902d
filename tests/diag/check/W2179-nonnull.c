// options: -Wall
int g(void *) __attribute__((nonnull)); int f(void) { return g(0); }
