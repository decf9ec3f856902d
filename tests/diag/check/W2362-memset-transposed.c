// options: -Wall
void *memset(void *, int, __SIZE_TYPE__);
void clear(char *p, int n) {
  memset(p, n, 0);
  memset(p, 0, 0);
  memset(p, 0, n);
}
