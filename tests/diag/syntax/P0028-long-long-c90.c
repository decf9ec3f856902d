// options: -std=gnu89 -Wlong-long
long x = 1LL;
