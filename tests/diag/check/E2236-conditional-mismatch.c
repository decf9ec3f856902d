struct S { int a; } s; void f(int a) { a ? s : 1; }
