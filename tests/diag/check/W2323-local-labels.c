// options: -Wpedantic
void f(void) { __label__ l; l: ; goto l; }
