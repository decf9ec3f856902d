// options: -Wall
int a[3]; int f(void) { return a[5]; }
