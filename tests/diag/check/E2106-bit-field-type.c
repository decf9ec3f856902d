struct S { double a : 3; };
