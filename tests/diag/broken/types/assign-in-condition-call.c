int get(void);
int f(void)
{
    if (get() = 3)
        return 1;
    return 0;
}
