// options: -Wformat -Werror=format-security
#include <stdio.h>
void show(const char *s)
{
    printf(s);
}
