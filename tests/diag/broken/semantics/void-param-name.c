int f(void x) { return 0; }
