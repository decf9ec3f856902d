int f(void)
{
    goto end;
    return 0;
}
