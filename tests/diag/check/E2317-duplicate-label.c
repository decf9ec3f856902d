void f(void) { l: ; goto l; l: ; }
