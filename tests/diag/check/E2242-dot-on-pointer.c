struct S { int a; }; int f(struct S *p) { return p.a; }
