// options: -Wextra
int f(unsigned a, unsigned char c) { return a >= 0 || c > 300; }
