int f(void)
{
    return errno;
}
