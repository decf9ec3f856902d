struct point { int x, y; };
int f(struct point p, int n)
{
    int a = p;
    n.x = 3;
    p->y = 4;
    return a + q;
}
