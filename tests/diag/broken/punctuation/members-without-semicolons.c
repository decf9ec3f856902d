struct a { int x int y; };
struct b {
  int x,
  int y;
  char *s
};
struct c {
  int f(int);
  int g : 3 int h;
  struct { int q; } 
  int z;
  unsigned
  int u;
};
int f(struct a *a, struct b *b, struct c *c) { return a->y + b->y + c->h + c->z + c->u; }
