struct S { int a; } s; int f(void) { if (s) return 1; return 0; }
