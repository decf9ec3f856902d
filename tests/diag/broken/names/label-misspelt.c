int f(int x)
{
    if (x)
        goto finish;
    x++;
finnish:
    return x;
}
