int f(void) { void x; return 1; }
struct S { void v; };
