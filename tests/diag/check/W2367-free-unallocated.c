void free(void *);
int a[3];
void f(void) { free(a); }
