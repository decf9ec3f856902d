struct point { int x, y; };
int f(int n)
{
    struct point p = (struct point)n;
    return p.x;
}
