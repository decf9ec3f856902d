struct node;
struct node *f(struct node *p)
{
    return p + 1;
}
