int f(void) { int x __attribute__((section(".s"))) = 1; return x; }
