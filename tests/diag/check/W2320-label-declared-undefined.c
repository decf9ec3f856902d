// options: -Wall
void f(void) { __label__ l; ; }
