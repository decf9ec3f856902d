// options: -Wall
int printf(const char *, ...) __attribute__((format(printf, 1, 2)));
int scanf(const char *, ...) __attribute__((format(scanf, 1, 2)));
void f(long l, double d, char *s) {
  printf("%d\n", l);
  printf("%s\n", 1);
  printf("%d %d\n", 1);
  printf("%q\n", 1);
  printf("%f %Lf\n", d, d);
  scanf("%d", s);
  printf("%");
  printf("%lu %zu %c %p\n", l, l, 1, s);
}
