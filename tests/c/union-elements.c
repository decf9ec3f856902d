/* Elements of an array in a union are read after the whole was stored: through the union, so that types do not matter. */
union parts { double whole; int part[2]; short quarter[4]; };
struct holder { int before; union parts u; };

static int which = 1;

__attribute__((noinline)) static int sign(double x, int at) {
  union parts u = {x};
  return u.part[at] < 0;
}

__attribute__((noinline)) static int top(struct holder *h, double x, int at) {
  h->u.part[at] = 0;
  h->u.whole = x;
  return h->u.quarter[at];
}

int main(void) {
  struct holder h = {0};
  if (!sign(-0.25, which) || sign(0.25, which)) return 1;
  if (top(&h, 1.0, 3 * which) != 0x3ff0) return 2;
  return 0;
}
