int f(const char *s)
{
    char copy[10] = s;
    return copy[0];
}
