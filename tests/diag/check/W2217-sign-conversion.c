// options: -Wsign-conversion
unsigned f(int i) { return i; }
