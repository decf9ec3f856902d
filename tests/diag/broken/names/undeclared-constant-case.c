int f(int x)
{
    switch (x) {
    case FIRST: return 1;
    }
    return 0;
}
