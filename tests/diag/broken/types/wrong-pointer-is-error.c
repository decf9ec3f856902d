// options: -Werror=incompatible-pointer-types
void f(double *d)
{
    int *p = d;
    *p = 1;
}
