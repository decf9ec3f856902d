static struct S { int a; };
