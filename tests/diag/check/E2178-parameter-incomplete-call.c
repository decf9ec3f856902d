struct S; int g(struct S); extern struct S *s; int f(void) { return g(*s); }
