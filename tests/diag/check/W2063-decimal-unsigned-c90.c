// options: -m32 -std=gnu89
unsigned long x = 4294967295;
