// options: -Wall
void one(int a[static 1]), any(int a[10]);
void f(int *p) {
  one(0);
  one((void *)0);
  // Not these.
  any(0);
  one(p);
}
