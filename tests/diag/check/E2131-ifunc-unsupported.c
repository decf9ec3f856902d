int f(void) __attribute__((ifunc("r")));
