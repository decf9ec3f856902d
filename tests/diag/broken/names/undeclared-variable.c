int main(void)
{
    x = 5;
    return x;
}
