int f(void)
{
    return ({ int x = 3; y; });
}
