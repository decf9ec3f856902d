// options: -Werror
int add(int a, int b) { return a + b; }
int f(void)
{
    int (*op)(int) = add;
    return op(1);
}
