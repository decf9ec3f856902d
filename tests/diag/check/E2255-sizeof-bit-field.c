struct S { int a : 3; } s; unsigned long f(void) { return sizeof s.a; }
