typedef struct { int v; node *next; } node;
