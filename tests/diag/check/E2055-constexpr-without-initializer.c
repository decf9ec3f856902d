// options: -std=c23
int f(void) { constexpr int x; return x; }
