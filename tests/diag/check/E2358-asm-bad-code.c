void f(int x) { asm("nop %?0" : : "r"(x)); }
