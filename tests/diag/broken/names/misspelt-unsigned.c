int main(void)
{
    unsinged int x = 5;
    return x;
}
