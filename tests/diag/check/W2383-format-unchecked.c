// options: -Wall -Wformat-nonliteral
typedef unsigned long size_t;
struct tm;
size_t strftime(char *, size_t, const char *, const struct tm *);
int vprintf(const char *, __builtin_va_list);
size_t f(char *buffer, const char *s, const struct tm *t) { return strftime(buffer, 9, s, t); }
int handed_on(const char *s, __builtin_va_list list) { return vprintf(s, list); }
