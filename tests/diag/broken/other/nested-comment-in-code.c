int f(int x)
{
    /* x = 1; /* old */ x = 2; */
    return x;
}
