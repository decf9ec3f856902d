// options: -Wall -Werror
int f(int x)
{
    if (x > 3)
        x = 3;
        x++;
    return x;
}
