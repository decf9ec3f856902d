// options: -Wpedantic
void g(void);
void f(void) { return g(); }
