int old(void) __attribute__((deprecated("use new")));
#define NEW old
struct box {
  int side __attribute__((deprecated));
  int depth __attribute__((unavailable("gone"))), width;
};
int f(void) { return old(); }
int g(struct box *b) {
  return NEW()
    + b->side + b->width;
}
unsigned long h(void) { return __builtin_offsetof(struct box, side); }
int i(struct box b) { return b.depth; }
