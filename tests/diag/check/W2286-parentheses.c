// options: -Wall
int f(int a, int b, int c) { if (a = b) return 1; return a && b || c; }
int g(int a, int b) { return a << b + 1; }
int h(int a, int b) { return a & b == 1; }
int i(int a, int b, int c) { return a < b < c; }
