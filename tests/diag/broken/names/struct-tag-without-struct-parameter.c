struct point { int x, y; };
int norm(point p)
{
    return p.x;
}
