// options: -Wall
struct bits {
  unsigned a : 3, byte : 8;
  int b : 5, half : 16;
  unsigned long c : 40;
  _Bool d : 1;
};

struct bits first = {9, 256, -17, .d = 2};

void set(struct bits *p) {
  p->a = 8;
  p->b = 31; /* as unsigned it fits */
  p->b = -17;
  p->half = 70000;
  p->c = 1UL << 40;
  p->a = -1;
}
