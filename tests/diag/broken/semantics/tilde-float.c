int f(float a) { return ~a; }
