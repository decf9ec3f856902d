// Linked list against array: loads that wait for loads
#include <stdio.h>

struct node {
  int value;
  struct node *next;
};

int walk(const struct node *n) {
  int total = 0;
  while (n) {
    total += n->value;
    n = n->next;
  }
  return total;
}

int add(const int *values, int count) {
  int total = 0;
  for (int i = 0; i < count; i++) {
    total += values[i];
  }
  return total;
}

#define N 64

int main(void) {
  static struct node nodes[N];
  static int values[N];
  for (int i = 0; i < N; i++) {
    nodes[i].value = values[i] = i;
    nodes[i].next = i + 1 < N ? &nodes[i + 1] : 0;
  }
  printf("%d %d\n", walk(nodes), add(values, N));
  return 0;
}
