int f(int n)
{
    if (n > 0) {
        int result = n;
    }
    return result;
}
