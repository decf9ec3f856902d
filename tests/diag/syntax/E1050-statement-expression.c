// options: -pedantic
int f(void) { return ({ 1; }); }
