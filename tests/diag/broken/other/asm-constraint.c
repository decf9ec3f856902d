int f(int x)
{
    int r;
    __asm__("mv %0, %1" : "r"(r) : "r"(x));
    return r;
}
