int f(double d)
{
    return static_cast<int>(d);
}
