int main(void)
{
    string name = "Ada";
    return name[0];
}
