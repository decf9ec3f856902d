int f(int a, int b)
{
    int *p = &(a + b);
    return *p;
}
