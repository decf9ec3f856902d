void f(int x) { asm("nop %z" : : "r"(x)); }
