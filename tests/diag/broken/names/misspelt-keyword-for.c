int main(void)
{
    int i;
    fro (i = 0; i < 3; i++) {
        ;
    }
    return 0;
}
