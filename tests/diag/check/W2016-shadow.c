// options: -Wshadow
int x;
int f(int y) { int x = y; { int y = x; return y; } }
int g(x)
  int x;
{ return x; }
int h(int x) { return x; }
