// options: -Wpointer-arith
void *f(void *p) { return p + 1; }
unsigned long g(void) { return sizeof(void); }
