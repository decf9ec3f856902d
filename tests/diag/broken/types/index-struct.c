struct box { int v[3]; };
int f(struct box b)
{
    return b[1];
}
