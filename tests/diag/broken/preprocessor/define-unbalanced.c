#define SQUARE(x) ((x) * (x)
int f(int a)
{
    return SQUARE(a);
}
