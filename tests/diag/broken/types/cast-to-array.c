int f(char *p)
{
    return ((int[3])p)[0];
}
