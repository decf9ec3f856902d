// options: -std=gnu23
int f(void) { auto x = { 1 }; return 0; }
