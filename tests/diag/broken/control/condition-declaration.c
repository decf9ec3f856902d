int get(void);
int f(void)
{
    if (int x = get())
        return x;
    return 0;
}
