int f(double d)
{
    int *p = d;
    return *p;
}
