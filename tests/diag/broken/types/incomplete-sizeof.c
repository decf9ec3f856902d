struct node;
int f(void)
{
    return sizeof(struct node);
}
