int f(void) { extern int x; int x; return x; }
