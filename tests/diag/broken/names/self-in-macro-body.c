#define SQUARE(x) (y * y)
int f(int x)
{
    return SQUARE(x);
}
