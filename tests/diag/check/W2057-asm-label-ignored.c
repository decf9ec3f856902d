int f(void) { int x asm("xx") = 1; return x; }
