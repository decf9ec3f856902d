// A fault, found by going back from it.
struct node { struct node *next; int value; };

int sum(struct node *list, int count) {
  int total = 0;
  while (count-- > 0) {
    total += list->value;
    list = list->next;
  }
  return total;
}

int main(void) {
  struct node b = {0, 2}, a = {&b, 1};
  return sum(&a, 3);
}
