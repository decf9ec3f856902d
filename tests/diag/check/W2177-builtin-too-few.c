void f(void) { fputs("x"); }
