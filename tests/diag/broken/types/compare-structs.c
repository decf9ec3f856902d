struct money { int cents; };
int f(struct money a, struct money b)
{
    return a == b;
}
