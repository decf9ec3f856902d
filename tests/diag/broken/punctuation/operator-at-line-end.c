int main(void)
{
    int total = 1 +
                2 +
    ;
    return total;
}
