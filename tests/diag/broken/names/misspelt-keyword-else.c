int f(int x)
{
    if (x) {
        return 1;
    } esle {
        return 2;
    }
}
