int f(int n)
{
    int n = 3;
    return n;
}
