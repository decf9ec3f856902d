int f(int (*p)(int)) { return p(1, 2); }
