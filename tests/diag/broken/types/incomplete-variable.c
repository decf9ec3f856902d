struct node;
struct node head;
int f(void)
{
    struct node n;
    return 0;
}
