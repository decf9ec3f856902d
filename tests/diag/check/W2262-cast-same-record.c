// options: -Wpedantic
struct S { int a; } s; struct S f(void) { return (struct S)s; }
