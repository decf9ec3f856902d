void f(int x) { asm("%[a]" : : [b] "r"(x)); }
