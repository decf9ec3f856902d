int main(void)
{
    const char *s = "Hello, " + "world";
    return s[0];
}
