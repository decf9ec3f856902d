#define SIZE 10;
int f(int);
int g(void)
{
    return f(SIZE);
}
