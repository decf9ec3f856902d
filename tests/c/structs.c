// Structs and unions: copies, arguments and results of every size, nesting, arrays in structs.
#include "check.h"

struct s1 { char a; };
struct s2 { short a; char b; };
struct s3 { char a[3]; };
struct s8 { int a, b; };
struct s9 { char a[9]; };
struct s16 { long a, b; };
struct s24 { long a, b, c; };
struct ff { float a, b; };
struct fd { float a; double b; };
struct df { double a; int b; };
struct f1 { float a; };
struct big { int a[40]; };
struct nested { struct s2 x; struct { int p; union { int i; float f; }; } y[2]; };
struct empty {};
union u { int i; char c[8]; double d; };

static struct s1 r1(struct s1 x) { x.a++; return x; }
static struct s2 r2(struct s2 x) { x.a++; x.b--; return x; }
static struct s3 r3(struct s3 x) { x.a[2] = x.a[0] + x.a[1]; return x; }
static struct s8 r8(struct s8 x) { return (struct s8){x.b, x.a}; }
static struct s9 r9(struct s9 x) { x.a[8] = 9; return x; }
static struct s16 r16(int pad, struct s16 x) { x.a += pad; return x; }
static struct s24 r24(struct s24 x) { x.c = x.a + x.b; x.a = 0; return x; }
static struct ff rff(struct ff x) { return (struct ff){x.b, x.a}; }
static struct fd rfd(struct fd x) { x.b += x.a; return x; }
static struct df rdf(double d, struct df x) { x.a += d; x.b++; return x; }
static struct f1 rf1(struct f1 x) { x.a *= 2; return x; }
static struct big rbig(struct big x) { x.a[0] = x.a[39]; x.a[39] = 0; return x; }
static union u ru(union u x) { x.c[0]++; return x; }
static struct nested rn(struct nested x) { x.y[1].p = x.y[0].i; return x; }
static int many(int a, struct s8 b, struct s24 c, struct s16 d, struct ff e, int f, struct s16 g, char h) {
  return a + b.a + b.b + (int)(c.a + c.b + c.c + d.a + d.b) + (int)(e.a + e.b) + f + (int)(g.a * g.b) + h;
}
static struct empty re(struct empty e) { return e; }
static struct s24 global = {1, 2, 3};
static struct s24 *get(void) { return &global; }

int main(void) {
  CHECK(1, r1((struct s1){4}).a == 5);
  struct s2 b = r2((struct s2){-5, 6});
  CHECK(2, b.a == -4 && b.b == 5);
  CHECK(3, r3((struct s3){{1, 2, 0}}).a[2] == 3);
  struct s8 c = {1, 2}, d = r8(c);
  CHECK(4, d.a == 2 && d.b == 1 && c.a == 1);
  CHECK(5, r9((struct s9){"12345678"}).a[8] == 9 && r9((struct s9){"12345678"}).a[7] == '8');
  struct s16 e = r16(5, (struct s16){10, 20});
  CHECK(6, e.a == 15 && e.b == 20);
  struct s24 f = {1, 2, 3}, g = r24(f);
  CHECK(7, g.a == 0 && g.b == 2 && g.c == 3 && f.a == 1);
  f = r24(f);
  CHECK(8, f.a == 0 && f.c == 3);
  CHECK(9, rff((struct ff){1.5f, 2.5f}).a == 2.5f);
  CHECK(10, rfd((struct fd){1.5f, 2.5}).b == 4.0);
  struct df h = rdf(0.5, (struct df){1.0, 7});
  CHECK(11, h.a == 1.5 && h.b == 8);
  CHECK(12, rf1((struct f1){3.0f}).a == 6.0f);
  struct big x = {{1, 2, 3}};
  x.a[39] = 77;
  struct big y = rbig(x);
  CHECK(13, y.a[0] == 77 && y.a[39] == 0 && x.a[39] == 77 && x.a[0] == 1 && y.a[1] == 2);
  union u u = {.d = 1.0};
  CHECK(14, ru(u).c[0] == 1 && ru(u).c[7] == 0x3f);
  struct nested n = {{1, 2}, {{3, {4}}, {5, {.f = 1.0f}}}};
  n = rn(n);
  CHECK(15, n.y[1].p == 4 && n.y[1].i == 0x3f800000 && n.x.b == 2);
  CHECK(16, many(1, (struct s8){2, 3}, (struct s24){4, 5, 6}, (struct s16){7, 8}, (struct ff){9, 10}, 11,
                 (struct s16){3, 4}, 5) == 1 + 5 + 15 + 15 + 19 + 11 + 12 + 5);
  re((struct empty){});
  CHECK(17, get()->b == 2 && (*get()).c == 3);
  struct s24 arr[3], *p = arr;
  *p++ = global;
  *p = *get();
  p->b = 9;
  CHECK(18, arr[0].c == 3 && arr[1].b == 9 && arr[1].c == 3);
  struct s24 z;
  z = arr[2] = arr[1];
  CHECK(19, z.b == 9);
  CHECK(20, (c.a ? f : g).c == 3 && (0, f).a == 0);
  CHECK(21, sizeof(struct empty) == 0 && sizeof(struct s3) == 3 && sizeof(struct fd) == 16);
  return 0;
}
