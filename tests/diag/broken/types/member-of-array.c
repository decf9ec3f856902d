struct point { int x, y; };
int f(void)
{
    struct point a[3] = { 0 };
    return a.x;
}
