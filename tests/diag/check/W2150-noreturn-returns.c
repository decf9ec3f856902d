_Noreturn void f(void) { return; }
