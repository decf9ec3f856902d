int *f(int);
int g(void)
{
    int *op(int) = f;
    return op(1) != 0;
}
