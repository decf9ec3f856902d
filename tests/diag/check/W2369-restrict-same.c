// options: -Wall
char *strcpy(char *, const char *);
void f(char *p) { strcpy(p, p); }
