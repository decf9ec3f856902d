int f(int a)
{
    if (not a)
        return 1;
    return 0;
}
