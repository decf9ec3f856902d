union number { int i; float f; };
int f(union number n)
{
    return n.d;
}
