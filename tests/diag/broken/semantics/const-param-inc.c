int f(const int n) { return n++; }
