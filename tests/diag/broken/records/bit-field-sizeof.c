struct flags { int a : 3; };
int f(struct flags *s)
{
    return sizeof(s->a);
}
