// options: -std=gnu89 -Wall
f(void) { return 1; }
