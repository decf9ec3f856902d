// options: -Wpedantic
void *g(int a, void *p) { a ? p : g; return p; }
