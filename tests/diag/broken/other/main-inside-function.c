void setup(void)
{
    int x = 3;

int main(void)
{
    setup();
    return 0;
}
