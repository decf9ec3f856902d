// options: -Wpedantic
void g(void); void f(int a) { a ? g() : 1; }
