int outer(int x)
{
    if (x) {
        x++;

int inner(int y)
{
    return y;
}
