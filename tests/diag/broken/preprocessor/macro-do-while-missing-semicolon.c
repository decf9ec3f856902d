#define SWAP(a, b) do { int t = a; a = b; b = t; } while (0)
void f(int x, int y)
{
    SWAP(x, y)
    x = y;
}
