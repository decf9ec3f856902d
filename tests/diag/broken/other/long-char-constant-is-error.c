// options: -Wall -Werror
int f(void)
{
    return 'Hello';
}
