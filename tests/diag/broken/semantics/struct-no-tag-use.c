struct node { int v; node *next; };
