// options: -Wpedantic
struct S { int n; int a[]; };
struct T { struct S s; };
union u { char space[8]; struct S s; };
