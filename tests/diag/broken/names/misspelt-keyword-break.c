int main(void)
{
    while (1) {
        brake;
    }
    return 0;
}
