int f(int a, int b, int c);
int g(void)
{
    return f(1,
             2);
}
