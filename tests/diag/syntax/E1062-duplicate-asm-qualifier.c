void f(void) { asm volatile volatile("nop"); }
