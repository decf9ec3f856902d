int biggest(void)
{
    return INT_MAX;
}
