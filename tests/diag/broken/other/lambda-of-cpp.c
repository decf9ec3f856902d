int f(void)
{
    int (*g)(int) = [](int x) { return x; };
    return g(1);
}
