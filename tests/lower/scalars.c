// Arithmetic on scalars: promotions are free where the value fits, unsigned lives in i32.
unsigned char add(unsigned char a, unsigned char b) { return a + b; }
long widen(int a, unsigned b) { return a + (long)b; }
_Bool truth(double x, char *p) { return x && p; }
int divide(int a, unsigned b) { return a / b; }
