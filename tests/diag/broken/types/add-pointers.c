char *join(char *a, char *b)
{
    return a + b;
}
