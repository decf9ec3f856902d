int (void)
{
    return 0;
}
