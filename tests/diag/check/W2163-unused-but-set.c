// options: -Wall
void f(void) { int x; x = 1; }
void not_when_compound(int n) { int x = 1; x += n; }
