int f(int n) { static int a[n]; return a[0]; }
