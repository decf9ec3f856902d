struct S { int a : 33; };
