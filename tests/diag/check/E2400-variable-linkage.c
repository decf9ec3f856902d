void f(int n) { extern int (*p)[n]; }
