// options: -Wpedantic
void f(void) { l: ; void *p = &&l; (void)p; }
