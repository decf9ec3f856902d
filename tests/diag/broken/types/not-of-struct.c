struct money { int cents; };
int f(struct money a)
{
    return !a;
}
