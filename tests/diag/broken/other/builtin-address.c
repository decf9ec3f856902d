int f(void)
{
    int (*p)(int) = __builtin_constant_p;
    return p(1);
}
