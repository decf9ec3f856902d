// options: -Wunused-value
int g(void), e;
_Bool b(void);
long *p(void);
void truths(int a, int *q) {
  a || g();
  a || b();
  a || !g();
  a || *p();
  a && (g() == 1) && (g() == 2);
  a || (a += 3);
  a || (g(), b());
  a || (e = 3);
  a || (g(), 0);
  a || (g() && (*q = 3));
  (void)(a || g());
  if (a || g()) e = 1;
}
void casts(int a) {
  (char)g();
  (float)g();
  (int)b();
  (_Bool)g();
  (int)(g() + 1);
  (unsigned)g();
  (long)g();
  (int *)p();
  (long)(a = 3);
  (int)g(), g();
}
