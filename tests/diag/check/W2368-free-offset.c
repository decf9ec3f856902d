void free(void *);
void f(int *p) { free(p + 1); }
void before(int *p) { free(p - 1); }
