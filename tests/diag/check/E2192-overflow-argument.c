int f(double d, int *p) { return __builtin_add_overflow(d, 1, p); }
