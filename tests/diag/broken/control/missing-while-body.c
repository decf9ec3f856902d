int f(int x)
{
    while (x)
}
int g;
