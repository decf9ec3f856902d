int g; int f(void) { __auto_type *x = &g; return *x; }
