void few(int a[2]), many(int a[10]), table(int m[3][4]), read(const char text[8]);
void calls(int *p, int n) {
  int b[4], m[2][4];
  many(b);
  table(m);
  many(&b[2]);
  many(&n);
  // Not these.
  few(b);
  many(p);
  many(0);
  if (0)
    many(b);
  read("1234567");
}
