int g(char *);
char *f(int *i) { char *p = i; p = i; g(i); return i; }
