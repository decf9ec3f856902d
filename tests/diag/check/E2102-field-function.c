struct S { int f(void); };
