void f(void) { asm(L"nop"); }
