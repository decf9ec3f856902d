void f(void) { goto l; }
