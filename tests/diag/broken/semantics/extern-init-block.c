int f(void) { extern int x = 3; return x; }
