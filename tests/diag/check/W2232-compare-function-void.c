// options: -Wpedantic
int f(void *p) { return p == f; }
