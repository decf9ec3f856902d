void *f(int a, int *p, char *q) { return a ? p : q; }
