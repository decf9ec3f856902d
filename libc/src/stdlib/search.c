/* Tables (POSIX search.h): open addressing, a treap keyed by address bits, linear, queues. */
#include <errno.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static ENTRY *table;
static size_t capacity, used;

int hcreate(size_t wanted) {
  if (table) return 0;
  capacity = 16;
  while (capacity < wanted + wanted / 2) capacity *= 2;
  used = 0;
  table = calloc(capacity, sizeof *table);
  return table != 0;
}

void hdestroy(void) {
  free(table);
  table = 0;
}

/* Fowler, Noll, Vo: FNV-1a. */
static size_t hash(const char *s) {
  uint64_t h = 0xcbf29ce484222325;
  while (*s) h = (h ^ (unsigned char)*s++) * 0x100000001b3;
  return (size_t)h;
}

ENTRY *hsearch(ENTRY item, ACTION action) {
  size_t i = hash(item.key) & (capacity - 1);
  while (table[i].key) {
    if (!strcmp(table[i].key, item.key)) return &table[i];
    i = (i + 1) & (capacity - 1);
  }
  if (action == FIND) {
    errno = ESRCH;
    return 0;
  }
  if (used + 1 >= capacity) {
    errno = ENOMEM;
    return 0;
  }
  used++;
  table[i] = item;
  return &table[i];
}

/* Seidel and Aragon, "Randomized search trees" (1996): the priority is a hash of the node's address. */
struct node {
  const void *key; /* first: what callers see points here */
  struct node *left, *right;
  uint32_t priority;
};

static void rotate(struct node **at, int left) {
  struct node *top = *at, *up = left ? top->right : top->left;
  if (left) {
    top->right = up->left;
    up->left = top;
  } else {
    top->left = up->right;
    up->right = top;
  }
  *at = up;
}

static struct node *insert(struct node **at, const void *key, int (*compare)(const void *, const void *)) {
  struct node *n = *at, *found;
  if (!n) {
    n = malloc(sizeof *n);
    if (!n) return 0;
    *n = (struct node){key, 0, 0, (uint32_t)(((uintptr_t)n >> 4) * 2654435761u)};
    return *at = n;
  }
  int order = compare(key, n->key);
  if (order == 0) return n;
  found = insert(order < 0 ? &n->left : &n->right, key, compare);
  if (order < 0 && n->left && n->left->priority > n->priority) rotate(at, 0);
  if (order > 0 && n->right && n->right->priority > n->priority) rotate(at, 1);
  return found;
}

void *tsearch(const void *key, void **root, int (*compare)(const void *, const void *)) {
  return root ? insert((struct node **)root, key, compare) : 0;
}

void *tfind(const void *key, void *const *root, int (*compare)(const void *, const void *)) {
  struct node *n = root ? *root : 0;
  while (n) {
    int order = compare(key, n->key);
    if (order == 0) break;
    n = order < 0 ? n->left : n->right;
  }
  return n;
}

void *tdelete(const void *restrict key, void **restrict root, int (*compare)(const void *, const void *)) {
  struct node **at = (struct node **)root, *parent = 0;
  if (!at) return 0;
  while (*at) {
    int order = compare(key, (*at)->key);
    if (order == 0) break;
    parent = *at;
    at = order < 0 ? &(*at)->left : &(*at)->right;
  }
  struct node *n = *at;
  if (!n) return 0;
  while (n->left && n->right) {
    int left = n->right->priority > n->left->priority;
    rotate(at, left);
    at = left ? &(*at)->left : &(*at)->right;
  }
  *at = n->left ? n->left : n->right;
  free(n);
  return parent ? (void *)parent : (void *)root;
}

static void walk(const struct node *n, void (*visit)(const void *, VISIT, int), int depth) {
  if (!n) return;
  if (!n->left && !n->right) {
    visit(n, leaf, depth);
    return;
  }
  visit(n, preorder, depth);
  walk(n->left, visit, depth + 1);
  visit(n, postorder, depth);
  walk(n->right, visit, depth + 1);
  visit(n, endorder, depth);
}

void twalk(const void *root, void (*visit)(const void *, VISIT, int)) {
  walk(root, visit, 0);
}

void tdestroy(void *root, void (*release)(void *)) {
  struct node *n = root;
  if (!n) return;
  tdestroy(n->left, release);
  tdestroy(n->right, release);
  if (release) release((void *)n->key);
  free(n);
}

void *lfind(const void *key, const void *base, size_t *count, size_t size,
            int (*compare)(const void *, const void *)) {
  const char *p = base;
  for (size_t i = 0; i < *count; i++, p += size)
    if (!compare(key, p)) return (void *)p;
  return 0;
}

void *lsearch(const void *key, void *base, size_t *count, size_t size,
              int (*compare)(const void *, const void *)) {
  void *found = lfind(key, base, count, size, compare);
  return found ? found : memcpy((char *)base + (*count)++ * size, key, size);
}

struct link {
  struct link *next, *previous;
};

void insque(void *element, void *before) {
  struct link *e = element, *p = before;
  e->previous = p;
  e->next = p ? p->next : 0;
  if (p) p->next = e;
  if (e->next) e->next->previous = e;
}

void remque(void *element) {
  struct link *e = element;
  if (e->next) e->next->previous = e->previous;
  if (e->previous) e->previous->next = e->next;
}
