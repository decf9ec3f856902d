int main(void)
{
    print("hello")
    return 0;
}
