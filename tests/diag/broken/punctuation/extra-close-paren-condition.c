int f(int a, int b)
{
    if ((a > b) && (b > 0)))
        return a;
    return b;
}
