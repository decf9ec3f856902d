#define TWICE(value) ((vlaue) + (value))
int f(int a)
{
    return TWICE(a);
}
