int f(int a) { return __builtin_convertvector(a, int); }
