int n; void f(void) { int a[3] = { [n] = 1 }; }
