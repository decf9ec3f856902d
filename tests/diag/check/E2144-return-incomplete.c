struct S f(void) { }
