int i(int, int);
int i(a) int a; { return a; }
