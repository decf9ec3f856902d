int f(int x)
{
again:
    x++;
again:
    return x;
}
