_Noreturn void f(void) { }
