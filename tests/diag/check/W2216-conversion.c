// options: -Wconversion
char f(int i) { return i; }
