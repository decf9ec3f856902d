// options: -Wall
void *malloc(unsigned long);
void free(void *);
typedef struct FILE FILE;
FILE *fopen(const char *, const char *);
int fclose(FILE *), fputs(const char *, FILE *);
struct list { struct list *next; int value; char *name; };
int follows(struct list *l) {
  free(l);
  return l->value;
}
void twice(char *p) {
  free(p);
  free(p);
}
void copy(char *p) {
  char *q = p + 1;
  free(p);
  *q = 1;
}
void all(struct list *l) {
  for (; l; l = l->next)
    free(l);
}
int both(char *p, int c) {
  if (c)
    free(p);
  else
    free(p);
  return *p;
}
void file(void) {
  FILE *f = fopen("a", "w");
  fclose(f);
  fputs("x", f);
}
void member(struct list *l) {
  free(l);
  l->name = 0;
}
void each(char *p, int n) {
  switch (n) {
    case 1:
      free(p);
    case 2:
      *p = 1;
      break;
    case 3:
      free(p);
      *p = 2;
  }
}
// Not these.
void list(struct list *l) {
  while (l) {
    struct list *next = l->next;
    free(l);
    l = next;
  }
}
int some(char *p, int c) {
  if (c)
    free(p);
  return *p;
}
int cleanup(int c) {
  char *p = malloc(3);
  if (c)
    goto out;
  *p = 1;
out:
  free(p);
  return 0;
}
int returned(char *p, int c) {
  if (c) {
    free(p);
    return 1;
  }
  return *p;
}
int compared(char *p, char *q) {
  free(p);
  return p == q || !p;
}
char *again(char *p) {
  free(p);
  p = malloc(3);
  return p;
}
void inside(struct list *l) {
  free(l->name);
  l->name = 0;
}
void release(char *p);
void own(char *p) {
  release(p);
  *p = 1;
}
