// options: -Wpedantic
void f(int n) { struct S { int a[n]; }; }
