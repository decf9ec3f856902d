// options: -Wsign-compare
struct bits { int r : 3; unsigned q : 5; };
// Never negative: no surprise.
int quiet(const unsigned char *m, unsigned c, unsigned long n, int i, unsigned short h, struct bits *p) {
  int r = (c < 4 * m[-1]) + (n < h * h) + (n < m[1] * m[2] * 3) + (n < i * i) + (n < p->q * 4);
  r += (n < m[1] + m[2]) + (n < (m[1] << 8 | m[2])) + (n < h * 2 / 3) + (n < (int)(c & 15));
  r += (n < __builtin_popcount(c)) + (n < __builtin_abs(i)) + (n < (i < 0 ? -i : i));
  return r;
}
int warned(const unsigned char *m, unsigned c, unsigned long n, int i, unsigned short h, struct bits *p) {
  int r = n < m[1] + h + 2;
  r += n < h - 1;
  r += n < i * h;
  r += n < (int)(c | 15);
  r += n < 4 * (m[1] + 1);
  return r;
}
