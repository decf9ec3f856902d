int f(double x)
{
    return x << 2;
}
