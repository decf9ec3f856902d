enum color { RED, GREEN, BLUE };
int f(void)
{
    return GREN;
}
