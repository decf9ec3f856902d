int x __attribute__((cleanup(f)));
int g(void) { int y __attribute__((alias("g"))); return 0; }
