void f(void) { g(); }
void g(void) { }
