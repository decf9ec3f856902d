struct S { int a; };
union S x;
