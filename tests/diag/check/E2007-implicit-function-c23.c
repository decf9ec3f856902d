// options: -std=gnu23
int f(void) { return gggg(); }
