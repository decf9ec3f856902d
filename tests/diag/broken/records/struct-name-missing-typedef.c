typedef struct {
    int x;
    node *next;
} node;
