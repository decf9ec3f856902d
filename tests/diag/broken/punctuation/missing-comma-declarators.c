int main(void)
{
    int a b;
    a = b = 0;
    return a;
}
