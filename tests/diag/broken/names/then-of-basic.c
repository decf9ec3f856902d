int f(int x)
{
    if (x == 1) then
        return 1;
    return 0;
}
