int f(void) { return 1; }
int g(void)
{
    f = 0;
    return 1;
}
