int g(char *);
char *f(const char *c) { char *p = c; p = c; g(c); return c; }
