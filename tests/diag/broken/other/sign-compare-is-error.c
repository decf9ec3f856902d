// options: -Wall -Wextra -Werror
int f(int a, unsigned b)
{
    if (a < b)
        return 1;
    return 0;
}
