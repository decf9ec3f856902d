// options: -Wmisleading-indentation
void foo(int);
#define M(x) if (x) foo(x);
#define EMPTY
int f(int a, int b) {
  if (a)
    foo(1);
#ifdef NOT
  if (b)
#endif
    foo(2);
  if (a)
    foo(1);

    foo(2);
  if (a)
    foo(1);
  // comment
    foo(2);
  if (a)
    foo(1); foo(2);
  if (a) foo(1); foo(2);
  foo(3); if (a) foo(1); foo(2);
  if (a)
    foo(1);
  else
    foo(2);
    foo(3);
  if (a) {
    foo(1);
  } else
    foo(2);
    foo(3);
  if (a) {
  foo(1);
  } else
  foo(2);
  foo(3);
  for (int i = 0; i < a; i++)
    if (b)
      foo(3);
      foo(4);
  for (int i = 0; i < a; i++)
    if (b)
      foo(3);
    foo(4);
  while (a--);
    foo(b);
  while (a--);
  {
    foo(b);
  }
  while (a--)
    /* blah */;
    foo(b);
  while (a--)
    ;
    foo(b);
  while (a--)
    foo(1);
    int c = 4;
  if (c)
    foo(2);
  EMPTY
    foo(1);
  if (c)
    foo(2);
  EMPTY foo(1);
  if (c)
	foo(2);
        foo(1);
  M(a)
    foo(3);
  M(a) foo(4);
lab: if (a)
    foo(1);
    foo(3);
  switch (a) {
  case 1: if (a)
      foo(1);
      foo(3);
    if (a)
      foo(2);
      break;
  case 2:
    if (a)
      foo(2);
    foo(1);
      break;
  }
  if (a)
  foo(1);
  foo(2);
  if (a)
      foo(1);
    else if (b)
      foo(2);
      foo(3);
  if (a)
    foo(1);
  if (a)
    ({ foo(1); });
    foo(2);
  goto lab;
}
