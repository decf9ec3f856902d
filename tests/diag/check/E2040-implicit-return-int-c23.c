// options: -std=gnu23
f(void) { return 1; }
