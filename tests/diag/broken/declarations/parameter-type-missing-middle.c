double mean(double, n)
{
    return n;
}
