int f(int x)
{
    If (x > 3)
        return 1;
    return 0;
}
