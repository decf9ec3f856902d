int f(static int x) { return x; }
