struct S { int a; } s; int *f(void) { return (int *)s; }
int *g(double d) { return (int *)d; }
