// options: -Wall
#define M(x) x++;
int g(void);
int f(int a, int b) {
  if (a)
    b++;
//  foo
    b--;
  for (int i = 0; i < a; i++)
    if (b)
      a++;
      b++;
  if (a) a++; b++;
  g(); if (a) a++; b++;
  if (a)
    a++; b++;
  while (a-- > 0);
    b++;
  while (a-- > 0);
  {
    b++;
  }
  while (a-- > 0);
  b++;
  if (a)
    /* x */;
    b++;
  if (a)
    ;
    b++;
  if (a) {
    b++;
  } else
    b--;
    a--;
  if (a)
    M(a)
    b++;
  if (a)
    b++;
  else if (b)
    a++;
    b--;
  if (a)
    a++;
    int c = 3;
  if (b)
    c++;
    out:
  switch (a) {
    case 1:
      if (a)
        a++;
        case 2:
        b++;
  }
#if 1
  if (a)
    b++;
#endif
    a++;
  if (a) M(a) b++;
  do
    a++;
  while (a < 100);
    b++;
  if (a)
	b++;
        a++;
  if (a)
  a++;
  b++;
  if (g()) goto out;
  return a + c;
}
