// options: -std=gnu89 -Wlong-long
long long x;
