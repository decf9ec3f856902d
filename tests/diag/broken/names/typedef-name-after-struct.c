typedef struct { int x, y; } Point;
int f(void)
{
    struct Point p;
    p.x = 1;
    return p.x;
}
