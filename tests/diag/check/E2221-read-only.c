const int x = 1; struct S { const int m; } s; void f(const int *p) { x = 2; x++; s.m = 1; *p = 1; }
