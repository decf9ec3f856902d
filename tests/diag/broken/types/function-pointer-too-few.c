int apply(int (*op)(int, int), int x)
{
    return op(x);
}
