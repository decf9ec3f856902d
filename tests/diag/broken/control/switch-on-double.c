int f(double d)
{
    switch (d) {
    case 1: return 1;
    }
    return 0;
}
