int get(void);
int f(void)
{
    return ++get();
}
