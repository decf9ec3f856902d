// options: -Wall -Werror
int f(int a, int b, int c)
{
    if (a < b < c)
        return 1;
    return 0;
}
