int f(int n) { static int a[n]; return 0; }
