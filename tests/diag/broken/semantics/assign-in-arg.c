int g(int); int f(int a) { return g(int a); }
