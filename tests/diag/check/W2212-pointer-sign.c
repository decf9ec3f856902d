// options: -Wall
int g(char *);
char *f(unsigned char *c) { char *p = c; p = c; g(c); return p; }
