// options: -Wall -Werror
int f(const char *s)
{
    return s == "yes";
}
