int f(int a) {
  int x = 1
  a = (x + 2;
  a = x[3;
  if (a == ) a = 1;
  retrun a;
}
int g(foo b) { return b; }
unsinged h;
struct s { int a; }
struct t { int b };
int last(void) { return 0; }
}
int really_last;
