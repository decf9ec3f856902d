int f(int x)
{
    if (x)
}
