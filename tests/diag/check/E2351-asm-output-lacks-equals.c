void f(int x) { asm("" : "r"(x)); }
