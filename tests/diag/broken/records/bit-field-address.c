struct flags { int a : 3; };
int f(struct flags *s)
{
    int *p = &s->a;
    return *p;
}
