int f(void)
{
    goto end:
    return 1;
end:
    return 0;
}
