struct point { int x, y; };
struct point f(void)
{
    return 0;
}
