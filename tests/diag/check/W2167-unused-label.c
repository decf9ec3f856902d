// options: -Wall
void f(void) { l: ; }
