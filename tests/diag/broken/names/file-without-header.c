int main(void)
{
    FILE *f = 0;
    return f != 0;
}
