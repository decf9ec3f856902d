struct S *p; int f(void) { return p->a; }
int g(void) { p++; return 0; }
