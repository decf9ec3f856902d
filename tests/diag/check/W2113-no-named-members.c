// options: -Wpedantic
struct S { int : 3; };
