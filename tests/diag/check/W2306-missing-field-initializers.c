// options: -Wextra
struct S { int a, b; } s = { 1 };
