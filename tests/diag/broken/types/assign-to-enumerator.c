enum { RED, GREEN };
void f(void)
{
    RED = 3;
}
