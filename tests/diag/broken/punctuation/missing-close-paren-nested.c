#include <string.h>
int check(const char *s, const char *t)
{
    if ((strlen(s) > 3) && (strcmp(s, t) == 0)
    {
        return 1;
    }
    return 0;
}
