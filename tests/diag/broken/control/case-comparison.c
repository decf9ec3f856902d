int f(int x)
{
    switch (x) {
    case > 5: return 1;
    }
    return 0;
}
