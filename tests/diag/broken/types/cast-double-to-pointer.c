char *f(double d)
{
    return (char *)d;
}
