const int base = 10;
int f(void)
{
    base++;
    return base;
}
