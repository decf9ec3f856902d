struct money { int cents; };
int f(struct money a, struct money b)
{
    struct money c = a + b;
    return c.cents;
}
