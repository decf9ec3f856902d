int square(int x)
{
    int result
    result = x * x;
    return result;
}
