int f(void)
{
    return sizeof int;
}
