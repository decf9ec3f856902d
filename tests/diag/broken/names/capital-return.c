int main(void)
{
    Return 0;
}
