struct element { int value; };
int f(struct elemnt *e)
{
    return e->value;
}
