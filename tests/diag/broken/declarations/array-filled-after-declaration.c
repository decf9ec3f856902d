int f(void)
{
    int a[3];
    a[3] = { 1, 2, 3 };
    return a[0];
}
