int f(double d) { return _Generic(d, int(void): 1, default: 2); }
