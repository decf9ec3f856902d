int f(void)
{
    static int helper(void);
    return 0;
}
