int value(int c)
{
    int v = 0;
    switch (c) {
    case 'a':
        v = 1;
        break
    case 'b':
        v = 2;
        break;
    }
    return v;
}
