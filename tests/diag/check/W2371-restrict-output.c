// options: -Wall
int sprintf(char *, const char *, ...);
void f(char *p) { sprintf(p, "%s!", p); }
