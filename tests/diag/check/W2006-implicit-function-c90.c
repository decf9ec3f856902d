// options: -std=gnu89 -Wall
int f(void) { return gggg(); }
