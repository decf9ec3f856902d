// options: -std=gnu89
int f(void) { for (int i = 0; i < 3; i++) ; return 0; }
