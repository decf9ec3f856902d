// options: -O1 -Wall -Werror
int f(void)
{
    int x;
    return x + 1;
}
