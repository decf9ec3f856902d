int f(void) { int x __attribute__((cleanup(qqqq))) = 1; return x; }
