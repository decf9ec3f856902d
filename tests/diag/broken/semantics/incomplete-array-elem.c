struct nope; struct nope a[3];
