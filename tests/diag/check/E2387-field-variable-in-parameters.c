void f(int n, struct { char x[n]; } s) { s.x[0] = 1; }
