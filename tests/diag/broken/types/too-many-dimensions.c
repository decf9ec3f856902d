int f(void)
{
    int a[3] = { 0 };
    return a[1][2];
}
