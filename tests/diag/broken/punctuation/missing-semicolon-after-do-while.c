int main(void)
{
    int i = 0;
    do {
        i++;
    } while (i < 10)
    return i;
}
