int f(void) { return gggg(); }
