int f(int); int f(long x) { return 0; }
