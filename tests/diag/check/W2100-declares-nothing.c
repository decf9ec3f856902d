struct S { int; };
