void f(int x) { asm("mv %0, %2" : "=r"(x) : "r"(x)); }
