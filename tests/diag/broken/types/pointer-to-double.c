double f(char *p)
{
    double d = p;
    return d;
}
