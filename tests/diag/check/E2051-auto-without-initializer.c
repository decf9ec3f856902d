int f(void) { __auto_type x; return 0; }
