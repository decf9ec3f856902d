int f(void) { return; } void g(void) { return f; } void h(int x) { return x + ; }
