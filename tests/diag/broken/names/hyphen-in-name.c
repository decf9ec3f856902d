int main(void)
{
    int my-count = 0;
    return 0;
}
