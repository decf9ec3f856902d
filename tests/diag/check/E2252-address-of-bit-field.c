struct S { int a : 3; } s; int *p(void) { return &s.a; }
