int f(int x)
{
    if (x)
        int y = 3;
    return x;
}
