int g(int);
int f(char *p) { int x = p; x = p; g(p); return p; }
