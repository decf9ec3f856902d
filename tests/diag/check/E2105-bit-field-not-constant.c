int n;
struct S { int a : n; };
