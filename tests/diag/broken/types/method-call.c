#include <string.h>
int f(void)
{
    char s[10] = "abc";
    return s.length();
}
