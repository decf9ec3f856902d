// _Float16 arithmetic and conversions.
// gcc: no
#include "check.h"

typedef _Float16 h;
static h add(h a, h b) { return a + b; }
static h scale(h a, int n) { return a * (h)n; }
struct s { h a, b; };
static struct s swap(struct s x) { return (struct s){x.b, x.a}; }
static h global = 1.5f16;

int main(void) {
  CHECK(1, sizeof(h) == 2 && add(1.5f16, 2.25f16) == 3.75f16);
  CHECK(2, add(2048, 1) == 2048 && add(2048, 3) == 2052);
  CHECK(3, (float)(h)0.1f != 0.1f && (h)65504.0f == 65504 && (h)65520.0 > 65504);
  CHECK(4, scale(global, 3) == 4.5f16 && (int)(h)7.9 == 7);
  struct s x = swap((struct s){1, 2});
  CHECK(5, x.a == 2 && x.b == 1);
  h y = 3;
  y /= 7;
  y++;
  CHECK(6, y > 1.42f16 && y < 1.43f16 && -y < 0 && (y ? 1 : 0));
  h z = (h)1.0 / (h)0.0f16;
  CHECK(7, z > 65504 && (double)(h)0x1p-24 == 0x1p-24);
  return 0;
}
