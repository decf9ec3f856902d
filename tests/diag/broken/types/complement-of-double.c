int f(double x)
{
    return ~x;
}
