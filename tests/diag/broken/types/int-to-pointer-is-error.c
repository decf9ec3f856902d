// options: -Werror=int-conversion
int f(int n)
{
    int *p = n;
    return *p;
}
