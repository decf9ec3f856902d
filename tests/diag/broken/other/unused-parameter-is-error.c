// options: -Wall -Wextra -Werror
int f(int used, int unused)
{
    return used;
}
