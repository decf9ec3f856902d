void nothing(void);
int f(int c)
{
    int r = c ? 1 : nothing();
    return r;
}
