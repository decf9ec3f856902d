int main(void)
{
    total = 1;
    int total;
    return total;
}
