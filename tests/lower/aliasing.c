// optimize: 2
// Alias classes by type from -O2 on; char and union members alias everything.
union u { int i; float f; };
int f(int *a, float *b, char *c, union u *u) {
  *a = 1;
  *b = 2;
  *c = 3;
  u->f = 4;
  return *a + u->i;
}
