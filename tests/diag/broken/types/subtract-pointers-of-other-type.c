long f(int *p, double *q)
{
    return q - p;
}
