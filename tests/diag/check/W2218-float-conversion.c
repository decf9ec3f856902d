// options: -Wfloat-conversion
int f(double d) { return d; }
void compound(int i, double d) { i += d; }
float widened(float f) { return f * 2.0; }
float digits = 16777217;
float exact = 0.5;
