int main(void)
{
    int register = 3;
    return 0;
}
