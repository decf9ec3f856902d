int f(void)
{
    for ()
        ;
}
