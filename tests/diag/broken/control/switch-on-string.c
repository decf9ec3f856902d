int f(const char *s)
{
    switch (s) {
    case 1: return 1;
    }
    return 0;
}
