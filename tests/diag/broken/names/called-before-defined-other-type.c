int main(void)
{
    return half(3.0) > 1;
}
double half(double x)
{
    return x / 2;
}
