int f(int x)
{
    if (x == 1)
        return 1;
    elseif (x == 2)
        return 2;
    return 0;
}
