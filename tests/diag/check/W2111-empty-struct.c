// options: -Wpedantic
struct S { };
