// options: -Wall -Wformat-nonliteral
int printf(const char *, ...);
void f(const char *s) { printf(s, 1); }
