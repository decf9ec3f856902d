int f(int a, int b)
{
    return 2(a + b);
}
