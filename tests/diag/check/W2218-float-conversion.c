// options: -Wfloat-conversion
int f(double d) { return d; }
