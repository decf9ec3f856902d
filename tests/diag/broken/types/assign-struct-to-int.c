struct point { int x, y; };
int f(struct point p)
{
    int n;
    n = p;
    return n;
}
