int main(void)
{
    int double x = 3;
    return x;
}
