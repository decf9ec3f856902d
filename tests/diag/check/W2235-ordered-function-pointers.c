// options: -Wpedantic
int f(int (*p)(void), int (*q)(void)) { return p < q; }
