struct point { int x, y; };
int norm(struct point *p) { return p->x; }
int f(struct point p)
{
    return norm(p);
}
