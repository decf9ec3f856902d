#define RESET(x) ((x) + 0) = 0
void f(int a)
{
    RESET(a);
}
