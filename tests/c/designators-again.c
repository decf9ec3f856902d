// What designators write anew, by braces, ranges or another member of a union, forgets what was there: in each copy of a range.
// options: -w
#include <stdio.h>

struct in { int a, b, c; };
union u { int i; struct in s; char c[12]; };
struct nested { struct in x[3]; int y; };
struct mixed { int k; union { int x; struct in y; }; char s[4]; };
struct bits { unsigned a : 3, b : 5; unsigned c : 9; int d; };

struct in ranges[] = {[0 ... 2] = {1, 2, 3}, [1 ... 4] = {5, 6}, {7}};
struct in onward[] = {{1, 2, 3}, {4, 5, 6}, [0] = {7}, {8}, [0].c = 9, [1].b = 4, 5, [2].b = 1};
struct nested nested[] = {
  [0 ... 3] = {.x = {[0 ... 1] = {1, 2, 3}}, .y = 3},
  [1 ... 2] = {.x[1 ... 2] = {9}, 4},
  [2].x[0 ... 2].b = 8,
  [0 ... 3].x[1] = {5},
};
union u unions[] = {
  [0].i = 3, [0].s.b = 4, [1].s = {1, 2, 3}, [1].c[4] = 9, [2].s = {1, 2, 3}, [2].i = 4,
  [3] = {.s = {1, 2, 3}}, [3] = {5}, [3].s.b = 1, [4].s.b = 1, [4].s.c = 2,
  [5 ... 7].s = {1, 2, 3}, [6 ... 7].i = 7,
};
struct mixed mixed[] = {
  [0] = {.y = {1, 2, 3}, .s = "ab"}, [0].x = 3, [1].y.c = 4, [1].y.b = 5,
  [1].s = "abcd", [1].s[1] = 'z', [0 ... 1].s = "q",
};
struct bits bits[] = {[0 ... 2] = {1, 2, 3, 4}, [1].b = 7, [2] = {.c = 5}, [0 ... 1].a = 0};
char text[][6] = {[0 ... 3] = "hello", [1 ... 2] = "ab", [2][0 ... 1] = 'z'};

static int same(int x) { return x; }

static void print(const char *name, const struct in *p, int n) {
  printf("%s:", name);
  for (int i = 0; i < n; i++) {
    printf(" %d %d %d,", p[i].a, p[i].b, p[i].c);
  }
  printf("\n");
}

int main(void) {
  struct in local[] = {[0 ... 2] = {same(1), 2, same(3)}, [1 ... 3] = {same(5), 6}, {9}};
  print("ranges", ranges, 6);
  print("onward", onward, 3);
  for (int i = 0; i < 4; i++) {
    print("nested", nested[i].x, 3);
    printf("%d\n", nested[i].y);
  }
  print("unions", &unions[0].s, 8);
  for (int i = 0; i < 2; i++) {
    printf("mixed: %d %d %d %d %.4s\n", mixed[i].k, mixed[i].y.a, mixed[i].y.b, mixed[i].y.c, mixed[i].s);
  }
  for (int i = 0; i < 3; i++) {
    printf("bits: %d %d %d %d\n", bits[i].a, bits[i].b, bits[i].c, bits[i].d);
  }
  for (int i = 0; i < 4; i++) {
    printf("text: %.6s %d\n", text[i], text[i][4]);
  }
  print("local", local, 5);
  return 0;
}
