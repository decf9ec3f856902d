// options: -Wall
void *freopen(const char *, const char *, void *);
void f(void *p) { free(p); }
