struct S { int a; } s; int f(void) { return (int)s; }
