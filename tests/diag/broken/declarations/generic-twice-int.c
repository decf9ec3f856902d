int f(int x)
{
    return _Generic(x, int: 1, signed int: 2, default: 3);
}
