int f(int *p) { return __builtin_isnan(p); }
