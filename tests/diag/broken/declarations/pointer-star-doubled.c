int f(void)
{
    int * * * p = 0, *;
    return 0;
}
