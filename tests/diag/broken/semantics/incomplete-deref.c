struct nope; int f(struct nope *p) { return p->x; }
