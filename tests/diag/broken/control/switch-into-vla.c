int f(int n)
{
    switch (n) {
    case 1:;
        int a[n];
        a[0] = 1;
        break;
    case 2:
        return 2;
    }
    return 0;
}
