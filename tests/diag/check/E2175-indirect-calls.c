struct s { int (*fp)(int); int (*ar[3])(int); } *q, z;
int (*g)(int);
int (**pp)(int);
int (*ret(void))(int);
typedef int fn(int);
void h(fn k, int i) {
  q->fp(1, 2);
  z.ar[i](1, 2);
  (*g)(1, 2);
  (**pp)(1, 2);
  ret()(1, 2);
  (*k)(1, 2);
}
