int f(char *p)
{
    _Static_assert(sizeof p == 4, "needs a 32-bit machine");
    return *p;
}
