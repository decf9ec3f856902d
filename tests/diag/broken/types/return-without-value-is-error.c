// options: -Werror=return-type
int f(int x)
{
    if (x)
        return;
    return 1;
}
