// options: -Wall -Wextra
unsigned f(int c, int a, unsigned b) { return c ? a : b; }
