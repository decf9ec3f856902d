int f(float x)
{
    return x & 1;
}
