int f(int int)
{
    return 0;
}
