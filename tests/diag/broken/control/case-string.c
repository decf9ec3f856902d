int f(const char *s)
{
    switch (*s) {
    case "yes": return 1;
    }
    return 0;
}
