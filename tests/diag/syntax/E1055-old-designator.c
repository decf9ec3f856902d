// options: -pedantic
struct { int a; } s = { a: 1 };
