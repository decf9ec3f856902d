int power(int base, int exponent = 2)
{
    return base * exponent;
}
