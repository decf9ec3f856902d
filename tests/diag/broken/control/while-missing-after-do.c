int f(int i)
{
    do {
        i++;
    }
    return i;
}
