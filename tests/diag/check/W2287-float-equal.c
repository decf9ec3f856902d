// options: -Wfloat-equal
int f(double d) { return d == 1.5; }
