int f(void)
{
    goto 10;
    return 0;
}
