struct point { int x, y; };
int f(void)
{
    struct point p(1, 2);
    return p.x;
}
