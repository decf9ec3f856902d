int[3] f(void)
{
    return 0;
}
