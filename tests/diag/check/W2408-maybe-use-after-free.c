// options: -Wall
void *realloc(void *, unsigned long);
void free(void *);
int tested(char *p) {
  char *r = realloc(p, 10);
  if (r == 0)
    return 1;
  *p = 1;
  free(r);
  return 0;
}
int other_way(char *p) {
  char *r = realloc(p, 10);
  if (r)
    return *p;
  return 0;
}
// Not these.
int failed(char *p) {
  char *r = realloc(p, 10);
  if (!r) {
    free(p);
    return 1;
  }
  free(r);
  return 0;
}
char *same(char *p) {
  p = realloc(p, 10);
  return p;
}
int untested(char **where, char *p) {
  *where = realloc(p, 10);
  if (!*where)
    return *p;
  return 0;
}
