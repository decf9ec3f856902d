struct s { int a; };
int f(struct s *p, int n)
{
    if (n > 0 &&
        p->a > 0 &&
        p->b > 0)
        return 1;
    return 0;
}
