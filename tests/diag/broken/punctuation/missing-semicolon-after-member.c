struct node {
    int value
    struct node *next;
};
