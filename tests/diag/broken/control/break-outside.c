int f(int x)
{
    if (x)
        break;
    return 0;
}
