int f(int x)
{
    __asm__("mv %0, %[value]" : "=r"(x));
    return x;
}
