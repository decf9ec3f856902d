int f(int x)
{
    5 = x;
    return x;
}
