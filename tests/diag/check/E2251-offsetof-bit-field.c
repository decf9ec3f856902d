struct S { int a : 3; }; unsigned long x = __builtin_offsetof(struct S, a);
