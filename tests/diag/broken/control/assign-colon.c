int f(void)
{
    int x;
    x := 3;
    return x;
}
