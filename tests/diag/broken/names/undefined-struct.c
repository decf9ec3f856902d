int f(void)
{
    struct stack s;
    return sizeof s;
}
