static int helper(int x)
{
    if (x > 3) {
        return x;
    return 0;
}

int main(void)
{
    return helper(4);
}
