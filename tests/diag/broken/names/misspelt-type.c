int main(void)
{
    itn x = 5;
    return x;
}
