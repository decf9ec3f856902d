int main(void)
{
    int a = 5 – 3;
    return a;
}
