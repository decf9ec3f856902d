int f(void) { static int g(void); return g(); }
