Int main(void)
{
    return 0;
}
