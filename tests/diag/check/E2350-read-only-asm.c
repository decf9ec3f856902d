const int x = 1; void f(void) { asm("" : "=r"(x)); }
