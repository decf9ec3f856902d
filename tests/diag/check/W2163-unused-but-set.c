// options: -Wall
void f(void) { int x; x = 1; }
