int f(x) { return x; } int g(int, y) { return 1; }
