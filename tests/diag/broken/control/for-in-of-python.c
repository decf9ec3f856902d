int f(void)
{
    int s = 0;
    for i in range(10) {
        s += i;
    }
    return s;
}
