int old(void) __attribute__((deprecated("use new")));
int f(void) { return old(); }
