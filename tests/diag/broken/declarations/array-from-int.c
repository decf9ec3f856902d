int f(void)
{
    int a[3] = 5;
    return a[0];
}
