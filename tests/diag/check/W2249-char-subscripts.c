// options: -Wall
int a[3]; int f(char c) { return a[c]; }
