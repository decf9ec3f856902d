// options: -std=gnu89 -Wpedantic
int f(void) { return (int){ 1 }; }
