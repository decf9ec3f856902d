int f(void)
{
    register int r = 3;
    int *p = &r;
    return *p;
}
