int f(int n)
{
    goto in;
    int a[n];
in:
    return sizeof a;
}
