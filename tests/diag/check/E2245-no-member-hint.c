struct S { int value; } s; int f(void) { return s.valeu; }
