int f(void) { return abs(1, 2); }
