int f(int a)
{
    __typeof__(b) c = a;
    return c;
}
