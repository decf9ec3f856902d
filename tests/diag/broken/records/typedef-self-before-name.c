typedef struct node {
    int value;
    Node *next;
} Node;
