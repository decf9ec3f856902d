int f(int x)
{
    else
        return x;
}
