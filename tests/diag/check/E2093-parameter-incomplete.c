struct S; int f(struct S s) { return 0; }
