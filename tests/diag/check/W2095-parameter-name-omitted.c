// options: -Wpedantic
int f(int) { return 1; }
