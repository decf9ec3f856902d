// options: -Wall
int branch(int c) {
  int x;
  if (c)
    x = 1;
  return x;
}
int loop(int n) {
  int sum;
  for (int i = 0; i < n; i++)
    sum += i;
  return n;
}
// Not these.
int guarded(int c) {
  int x, ok = 0;
  if (c)
    x = 1, ok = 1;
  if (!ok)
    return 0;
  return x;
}
int every(int c) {
  int x;
  switch (c) {
    case 1: x = 2; break;
    default: x = 3;
  }
  return x;
}
int first(int n) {
  int x, seen = 0;
  while (n--) {
    if (seen)
      n -= x;
    x = n, seen = 1;
  }
  return 0;
}
int begins_with_constant(int n) {
  int x, left = 8;
  while (left > 0) {
    x = n;
    left -= n;
  }
  return x;
}
int flag(int n) {
  int x, done = 0;
  while (!done) {
    x = n--;
    done = n < 3;
  }
  return x;
}

enum colour { RED, GREEN };
int of_enum(enum colour c) {
  int x;
  switch (c) {
    case RED: x = 1; break;
    case GREEN: x = 2; break;
  }
  return x;
}

struct list { struct list *next; };
int over_list(struct list *list) {
  int x;
  if (list == 0)
    return 0;
  for (; list; list = list->next)
    x = list->next != 0;
  return x;
}
struct list *copy(struct list *from, struct list *(*make)(void)) {
  struct list *first, *last = 0;
  if (!from)
    return from;
  for (struct list *e = from; e; e = e->next) {
    if (last == 0) {
      first = make();
      last = first;
    } else {
      last->next = make();
      last = last->next;
    }
  }
  return first;
}

void stop(int) __attribute__((noreturn));
static void give_up(void) {
  stop(1);
}
static void complain(int how) {
  if (how)
    stop(how);
  else
    give_up();
}
int ends_or_assigns(int c) {
  int x;
  if (c == 1)
    x = 3;
  else
    complain(c);
  return x;
}
static int tries(int n) {
  int x;
  while (n--) {
    x = n;
    if (x == 3)
      break;
  }
  return x;
}
int tries_twice(void) {
  return tries(7);
}
