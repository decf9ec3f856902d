int f(void)
{
    auto p = &f;
    return *p;
}
