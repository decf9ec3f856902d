struct S { int a[]; int n; };
