struct S { int n; int a[]; }; void f(void) { struct S s = { 1, { 2 } }; }
