struct S { int a : -1; };
