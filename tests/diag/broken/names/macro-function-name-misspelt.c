#define MAXIMUM(a, b) ((a) > (b) ? (a) : (b))
int f(int a, int b)
{
    int (*g)(int, int) = MAXIMMU;
    return g(a, b);
}
