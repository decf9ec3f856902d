// options: -std=c23
[[nodiscard("check it")]] int g(void);
void f(void) { g(); }
