enum color { RED };
int *f(int i) { return (int *)i; }
int *g(enum color c) { return (int *)c; }
int *h(_Bool b) { return (int *)b; }
