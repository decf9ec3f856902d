int f(int x)
{
    switch (x) {
    default: return 1;
    case 1: return 2;
    default: return 3;
    }
}
