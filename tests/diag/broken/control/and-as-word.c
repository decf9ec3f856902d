int f(int a, int b)
{
    if (a > 0 and b > 0)
        return 1;
    return 0;
}
