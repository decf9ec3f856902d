int f(void)
{
    a = 1;
    a = 2;
    b = a;
    return b;
}
