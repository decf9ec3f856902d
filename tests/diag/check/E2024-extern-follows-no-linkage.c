int f(void) { int x; extern int x; return x; }
