// options: -Werror
int f(void)
{
    char *s = 'a';
    return *s;
}
