// options: -Wall
int f(void) { int x; return x; }
