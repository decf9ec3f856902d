// options: -Werror=return-type
void f(void)
{
    return 3;
}
