int f(void)
{
    while (0) {
    }
    break;
}
