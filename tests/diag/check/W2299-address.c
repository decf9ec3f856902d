// options: -Wall
int x; int f(void) { if (&x) return 1; return f == 0; }
