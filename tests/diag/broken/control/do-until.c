int f(int i)
{
    do {
        i++;
    } until (i > 3);
    return i;
}
