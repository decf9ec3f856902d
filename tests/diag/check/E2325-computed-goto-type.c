void f(double p) { goto *p; }
