struct S { int a; } s; double f(void) { return (double)s; }
