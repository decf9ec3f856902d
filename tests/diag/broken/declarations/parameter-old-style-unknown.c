int add(a, b)
    int a;
    int c;
{
    return a + c;
}
