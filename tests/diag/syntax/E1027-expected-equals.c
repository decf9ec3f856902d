struct { int a; } s = { .a 3 };
