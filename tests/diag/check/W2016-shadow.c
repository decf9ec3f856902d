// options: -Wshadow
int x;
int f(int y) { int x = y; { int y = x; return y; } }
