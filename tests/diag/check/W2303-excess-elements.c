int a[2] = { 1, 2, 3 };
int b = { 1, 2 };
struct S { int x; } s = { 1, 2 };
