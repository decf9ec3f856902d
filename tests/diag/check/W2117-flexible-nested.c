// options: -Wpedantic
struct S { int n; int a[]; };
struct T { struct S s; };
