int main(void)
{
    int x = 3 \ 2;
    return x;
}
