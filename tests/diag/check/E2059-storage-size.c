struct S x;
int f(void) { struct T y; return 0; }
