void free(void *);
void f(int *p) { free(p + 1); }
