struct point { int x; };
int f(struct point p)
{
    return _Generic(p, int: 1, double: 2);
}
