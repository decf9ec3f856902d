int g(int); int f(void) { return g(); }
