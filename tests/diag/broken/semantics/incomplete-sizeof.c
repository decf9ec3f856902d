struct nope; int f(void) { return sizeof(struct nope); }
