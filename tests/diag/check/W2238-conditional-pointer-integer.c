int *f(int a, int *p) { return a ? p : 1; }
