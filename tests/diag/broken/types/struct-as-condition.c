struct money { int cents; };
int f(struct money a)
{
    if (a)
        return 1;
    return 0;
}
