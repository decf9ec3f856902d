struct a { int x; } a;
int f(int c)
{
    int r = c ? a : 1;
    return r;
}
