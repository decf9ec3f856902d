int x = { 1, 2 };
int f(void)
{
    int y = 1, 2;
    return y;
}
