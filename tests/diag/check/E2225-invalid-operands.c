struct S { int a; } s; int f(int *p) { return s + 1; }
int g(int *p) { return p * 2; }
int h(double d) { return d % 2; }
