int f(struct S *s);
