struct point { int x, y; };
int f(void)
{
    struct point p = 3;
    return p.x;
}
