int f(int x)
{
    if (x == 1) {
        return 1;
    else if (x == 2) {
        return 2;
    } else {
        return 3;
    }
}
