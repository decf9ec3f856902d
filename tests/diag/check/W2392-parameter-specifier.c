void f(inline int x) {}
void g(_Noreturn int x) {}
