// options: -Wcast-qual
int *f(const int *p) { return (int *)p; }
