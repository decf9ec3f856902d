void f(char *const p)
{
    p++;
}
