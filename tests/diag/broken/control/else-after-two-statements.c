int f(int x)
{
    if (x)
        x++;
        x++;
    else
        x--;
    return x;
}
