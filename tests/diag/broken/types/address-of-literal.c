int f(void)
{
    int *p = &5;
    return *p;
}
