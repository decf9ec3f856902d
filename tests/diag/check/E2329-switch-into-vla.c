void f(int n) { switch (n) { int a[n]; case 1: a[0] = 1; } }
