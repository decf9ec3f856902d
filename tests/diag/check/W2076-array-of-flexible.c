// options: -Wpedantic
struct S { int n; int a[]; };
struct S x[3];
