int main(void)
{
    int number of items = 3;
    return 0;
}
