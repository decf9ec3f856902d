// options: -std=gnu89 -Wextra
int f(a) { return a; }
