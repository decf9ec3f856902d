int f(void)
{
    char name[10];
    name = "Ada";
    return name[0];
}
