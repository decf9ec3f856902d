int f(int const const *p const)
{
    return *p;
}
