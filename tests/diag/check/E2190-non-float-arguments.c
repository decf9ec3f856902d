int f(int *p) { return __builtin_isless(p, 1); }
