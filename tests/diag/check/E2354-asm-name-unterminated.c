void f(int x) { asm("%[a" : : "r"(x)); }
