struct a { int x; };
struct b { int x; };
void f(struct a *p, struct b *q)
{
    *p = *q;
}
