// options: -Wall
int f(char *p) { return p == "abc"; }
