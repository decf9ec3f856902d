struct S { int a; } s = { [0] = 1 };
