// options: -Wpedantic
void f(void *p) { goto *p; }
