struct S { int a; }; void f(int i) { (struct S)i; }
