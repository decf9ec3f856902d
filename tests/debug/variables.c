#include <stdio.h>
#include <string.h>
enum colour { RED, GREEN = 5, BLUE };
struct point { int x, y; double w; };
typedef struct { unsigned a : 3; signed b : 5; unsigned long c : 40; char name[16]; } flags_t;
union u { int i; float f; struct point *p; };
struct node { struct node *next; int value; };
static struct point origin = {1, 2, 2.5};
int table[3][4] = {{1, 2, 3, 4}, {5}};
const char *const names[] = {"zero", "one"};
volatile long counter;
int (*callback)(int, const char *);

static int helper(struct node *list, enum colour c) {
  int sum = 0;
  for (struct node *n = list; n; n = n->next) {
    int twice = n->value * 2;
    sum += twice;
    if (twice > 2) {
      long twice = sum;
      sum = twice + c;
    }
  }
  return sum;
}

__attribute__((noinline)) int total(int n, double d, struct point p, const char *text, ...) {
  static int calls;
  flags_t flags = {5, -3, 123456789, "flag"};
  union u both;
  unsigned char bytes[4] = {1, 2, 'a', 255};
  _Bool yes = 1;
  both.f = 1.0f;
  calls++;
  struct node second = {0, 7}, first = {&second, 1};
  int r = helper(&first, BLUE);
  counter += r;
  return r + n + (int) d + p.x + flags.a + bytes[0] + yes + (int) strlen(text);
}

int main(int argc, char **argv) {
  int v[argc + 2];
  v[0] = 3;
  struct point p = {10, 20, 0.5};
  int t = total(4, 2.75, p, "hello");
  printf("%d %d %d\n", t, v[0], origin.x);
  return 0;
}
