int f(void)
{
    enum color c;
    return sizeof c;
}
