int f(void)
{
    int a[] = { 1, 2, 3 };
    int s = 0;
    for (int x : a)
        s += x;
    return s;
}
