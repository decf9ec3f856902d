int main(void)
{
    int user@ = 1;
    return 0;
}
