int f(int x) { asm("nop" : "r"(x)); return x; }
