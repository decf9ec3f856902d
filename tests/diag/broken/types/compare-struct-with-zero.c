struct money { int cents; };
int f(struct money a)
{
    if (a == 0)
        return 1;
    return 0;
}
