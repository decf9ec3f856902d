// Initialisers of static objects that override addresses in part or whole, in any order.
#include <stdio.h>

static int a, b;

struct entry {
  void *first;
  long number;
  void *last;
};

static struct entry table[] = {
    [2].last = &a,     [2].first = &b, [0].first = &a,      [0].first = 0,
    [1] = {&a, 1, &b}, [1].last = &a,  [0 ... 3].number = 7, [3] = {&a, 2, &b},
    [3] = {0, 1},      [2].number = (long)&a, [2].number = 5,
};

static union {
  void *pointers[3];
  char text[24];
} bytes = {.pointers = {&a, &b, &a}, .text = "abcdefghi"};

static const char *name(void *pointer) {
  return pointer == &a ? "a" : pointer == &b ? "b" : pointer == 0 ? "null" : "?";
}

int main(void) {
  for (int i = 0; i < 4; i++) {
    printf("%s %ld %s\n", name(table[i].first), table[i].number, name(table[i].last));
  }
  printf("%s %s\n", bytes.text, name(bytes.pointers[2]));
}
