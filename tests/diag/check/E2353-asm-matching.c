void f(int x) { asm("" : : "0"(x)); }
