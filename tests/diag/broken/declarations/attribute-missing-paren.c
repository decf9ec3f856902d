int f(void) __attribute__((noreturn);
