int f(void); static int f(void) { return 1; }
