struct node { int value; };
int f(struct node *n)
{
    return *n.value;
}
