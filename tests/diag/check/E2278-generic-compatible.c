int f(double d) { return _Generic(d, int: 1, int: 2, default: 3); }
