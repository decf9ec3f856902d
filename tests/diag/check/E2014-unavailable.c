int old(void) __attribute__((unavailable));
int f(void) { return old(); }
