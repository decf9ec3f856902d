// options: -Wall
void f(void) { int x; }
