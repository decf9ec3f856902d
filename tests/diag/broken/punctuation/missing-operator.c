int area(int w, int h)
{
    return 2 w + 2 h;
}
