// options: -Wall -Werror
int f(int x)
{
    if (x)
        return 1;
}
