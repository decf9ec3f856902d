int f(int a) { return __builtin_shuffle(a, a); }
