int max(int a, int a)
{
    return a;
}
