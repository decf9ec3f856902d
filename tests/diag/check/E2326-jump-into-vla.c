void f(int n) { goto l; int a[n]; l: a[0] = 1; }
