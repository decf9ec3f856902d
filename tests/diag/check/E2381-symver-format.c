__attribute__((symver("f"))) int f(void) { return 1; }
__attribute__((symver("g@@@V2"))) int g(void) { return 1; }
