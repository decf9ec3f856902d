struct point { int x, y; };
int square(int n) { return n * n; }
int f(struct point p)
{
    return square(p);
}
