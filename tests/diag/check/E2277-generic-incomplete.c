struct S; int f(double d) { return _Generic(d, struct S: 1, default: 2); }
