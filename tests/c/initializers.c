// Initialisers: designators, nesting, strings, partial, overriding, compound literals, addresses.
#include "check.h"
#include <string.h>

struct point { int x, y; };
struct line { struct point a, b; const char *name; };
struct flex { int n; int data[]; };
static struct flex fx = {3, {10, 20, 30}};
static int sparse[10] = {[2] = 5, 6, [8] = 9, [2] = 7};
static struct line gl = {.b.y = 4, .a = {1, 2}, .name = "gl"};
static char text[8] = "abc", exact[3] = "xyz", two[2][4] = {"ab", {'c', 'd'}};
static const char *names[] = {[1] = "one", [0] = "zero"};
static int *pi = &sparse[3];
static char *middle = &text[1] + 1;
static struct point *pp = &(struct point){11, 12};
static int (*fp)(const char *, const char *) = strcmp;
static long diff = (char *)&gl.b - (char *)&gl.a;
static union { int i; float f; } un = {.f = 1.0f};
static double ds[] = {1, 2.5f, 'a', -3L};
static int matrix[][3] = {{1}, {2, 3}, 4, 5, 6};
static int wide[] = L"xy";
static struct { struct { int a[2]; } b; int c; } flat = {1, 2, 3};

static int locals(int n) {
  int a[5] = {1, n, [4] = n * 2};
  struct line l = {{n, n + 1}, .name = "local"};
  struct point ps[] = {{1, 2}, {.y = n}, {n}};
  char s[] = "local string", t[20] = "x";
  char z[100] = {0};
  int big[20] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, n, 12, 13, [19] = 20};
  CHECK(101, a[0] == 1 && a[1] == n && a[2] == 0 && a[3] == 0 && a[4] == 2 * n);
  CHECK(102, l.a.x == n && l.a.y == n + 1 && l.b.x == 0 && l.b.y == 0 && !strcmp(l.name, "local"));
  CHECK(103, sizeof ps == 24 && ps[1].x == 0 && ps[1].y == n && ps[2].x == n && ps[2].y == 0);
  CHECK(104, sizeof s == 13 && !strcmp(s, "local string") && t[0] == 'x' && t[1] == 0 && t[19] == 0);
  int sum = 0;
  for (int i = 0; i < 100; i++) sum += z[i];
  CHECK(105, sum == 0 && big[10] == n && big[9] == 10 && big[12] == 13 && big[15] == 0 && big[19] == 20);
  s[0] = 'L';
  z[50] = 1;
  struct point copy = ps[1], *lit = &(struct point){n, -n};
  CHECK(106, copy.y == n && lit->y == -n);
  struct line c = {.a = copy, .b = *lit};
  CHECK(107, c.a.y == n && c.b.x == n);
  int total = 0;
  for (int i = 0; i < 3; i++) {
    int *p = (int[]){i, i * 2};
    total += p[0] + p[1];
    p[0] = 100;
  }
  CHECK(108, total == 9);
  return 0;
}

// Initialised flexible array members, by designators too (GNU).
struct flexible { int a; char b[]; };
static struct flexible flexible1 = {.a = 1, .b[2] = 'c', .b[1] = 'x', .b[0] = 'a', .b[1] = 'b'};
static struct flexible flexible2 = {.a = 1, .b = "abcd", .b[0] = '2'};
static struct { int a; int x[]; } flexible3 = {1, 2};
static int after_flexible = 77;

// What follows a range goes on behind its last element, in each of several ranges.
struct inner { int j; int k[3]; int l; };
struct outer { int n; struct inner o[3]; int p; };
static struct outer ranges1[] = {[0 ... 5].o[1 ... 2].k[0 ... 1] = 4, 5, 6, 7};
static struct outer ranges2[] = {[0 ... 1].o = {[0 ... 1].k[0 ... 1] = 4, 8, 9}, [1].p = 5};

int main(void) {
  CHECK(83, ranges1[5].o[2].k[1] == 4 && ranges1[5].o[2].k[2] == 5 && ranges1[5].o[2].l == 6 &&
                ranges1[5].p == 7 && ranges1[0].o[1].k[2] == 0 && ranges1[4].o[2].k[1] == 4);
  CHECK(84, ranges2[0].o[1].k[2] == 8 && ranges2[1].o[1].l == 9 && ranges2[1].p == 5 &&
                ranges2[0].o[0].k[2] == 0 && ranges2[1].o[0].k[1] == 4);
  CHECK(80, flexible1.b[0] == 'a' && flexible1.b[1] == 'b' && flexible1.b[2] == 'c');
  CHECK(81, flexible2.b[0] == '2' && flexible2.b[3] == 'd' && flexible2.b[4] == 0);
  CHECK(82, flexible3.x[0] == 2 && sizeof flexible3 == sizeof(int) && after_flexible == 77);
  CHECK(1, sparse[2] == 7 && sparse[3] == 6 && sparse[8] == 9 && sparse[9] == 0 && *pi == 6);
  CHECK(2, gl.a.x == 1 && gl.a.y == 2 && gl.b.x == 0 && gl.b.y == 4 && !strcmp(gl.name, "gl"));
  CHECK(3, fx.n == 3 && fx.data[2] == 30);
  CHECK(4, text[3] == 0 && text[7] == 0 && exact[2] == 'z' && two[0][3] == 0 && two[1][1] == 'd' && *middle == 'c');
  CHECK(5, !strcmp(names[0], "zero") && !strcmp(names[1], "one"));
  CHECK(6, pp->x == 11 && fp("a", "a") == 0 && diff == 8 && un.i == 0x3f800000);
  CHECK(7, ds[1] == 2.5 && ds[2] == 97 && ds[3] == -3);
  CHECK(8, sizeof matrix == 48 - 0 || sizeof matrix == 36);
  CHECK(9, matrix[0][1] == 0 && matrix[1][1] == 3 && matrix[2][0] == 4 && matrix[2][2] == 6);
  CHECK(10, sizeof wide == 12 && wide[1] == 'y' && flat.b.a[1] == 2 && flat.c == 3);
  int r = locals(5);
  if (r) return r;
  return locals(-3);
}
