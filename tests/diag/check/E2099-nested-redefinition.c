struct S { struct S { int a; } s; };
