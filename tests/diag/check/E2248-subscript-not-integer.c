int a[3]; int f(void) { return a[1.5]; }
