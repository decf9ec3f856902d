void f(void) { int x __attribute__((cleanup(3))); }
