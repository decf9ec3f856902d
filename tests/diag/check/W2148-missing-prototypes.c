// options: -Wmissing-prototypes
int f(void) { return 1; }
