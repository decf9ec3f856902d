struct node;
int f(struct node *n)
{
    return n->value;
}
