int f(int x)
{
    if (x) {
    default:
        return 1;
    }
    return 0;
}
