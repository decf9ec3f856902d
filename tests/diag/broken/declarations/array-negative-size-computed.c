int f(void)
{
    char buffer[3 - 5];
    return sizeof buffer;
}
