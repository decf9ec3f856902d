// options: -Wdouble-promotion
int g(int, ...); int f(float x) { return g(1, x); }
