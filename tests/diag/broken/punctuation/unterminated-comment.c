int main(void)
{
    /* the answer
    return 42;
}
