int f(int x)
{
    continue;
    return x;
}
