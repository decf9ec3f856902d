struct S { int a; } s;
int g(int);
int f(void) { int x = s; x = s; g(s); return s; }
