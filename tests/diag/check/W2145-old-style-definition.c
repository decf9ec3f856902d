// options: -Wold-style-definition
int f(a) int a; { return a; }
