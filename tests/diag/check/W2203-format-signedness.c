// options: -Wall -Wformat-signedness
int scanf(const char *, ...);
void f(unsigned *p) { scanf("%d", p); }
