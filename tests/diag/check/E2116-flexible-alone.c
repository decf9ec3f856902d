// options: -Wpedantic
struct S { int a[]; };
