// options: -std=c23
int f(a) int a; { return a; }
