int f(int n)
{
    static int first = n;
    return first;
}
