int f(void) { return strlen("a"); }
