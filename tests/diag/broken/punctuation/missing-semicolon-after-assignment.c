int main(void)
{
    int a = 1, b;
    b = a + 2
    a = b;
    return a;
}
