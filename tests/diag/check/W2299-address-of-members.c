// options: -Wall -Wextra
// Members and their elements have addresses that are never null, whatever the pointer to the whole is.
struct in { int z[3]; int k; };
struct s { int i; int arr[4]; struct in in; int *p; } g, *gp;
int ar2[3][3];
int f(struct s *p, struct s v, int (*q)[3], int i, int *x) {
  int r = 0;
  r += p->arr != 0;
  r += p->arr == 0;
  r += p->arr != (void *)0;
  r += (void *)0 == &g;
  r += 0 != p->arr;
  r += v.arr != 0;
  r += g.arr != 0;
  r += &p->i != 0;
  r += &v.i != 0;
  r += &g.i != 0;
  r += &g != 0;
  r += p->in.z != 0;
  r += &p->in != 0;
  r += *q != 0;
  r += &ar2[1][2] != 0;
  r += &p->arr[2] != 0;
  r += gp[2].arr != 0;
  if (p->arr) r++;
  if (!p->arr) r++;
  if (&p->i) r++;
  if (p->arr && i) r++;
  r += ((struct s *)x)->arr != 0;
  r += "abc" != 0;
  return r;
}
