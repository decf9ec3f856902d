// options: -Wall
int a[4];
int f(void) { return sizeof(a) / sizeof(char); }
