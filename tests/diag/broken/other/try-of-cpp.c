int f(void)
{
    try {
        return 1;
    } catch (...) {
        return 2;
    }
}
