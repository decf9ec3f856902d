int f(double *p) { return __builtin_add_overflow(1, 1, p); }
