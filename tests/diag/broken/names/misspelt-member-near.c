struct person { int height; int weight; };
int f(struct person *p)
{
    return p->hieght;
}
