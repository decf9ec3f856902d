int h(char);
int h(a) int a; { return a; }
int k(long);
int k(a) int a; { return a; }
