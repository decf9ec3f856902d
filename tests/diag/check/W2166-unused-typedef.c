// options: -Wall
void f(void) { typedef int T; }
