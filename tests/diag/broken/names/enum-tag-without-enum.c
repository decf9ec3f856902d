enum color { RED, GREEN };
int main(void)
{
    color c = RED;
    return c;
}
