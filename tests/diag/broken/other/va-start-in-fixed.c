#include <stdarg.h>
int f(int n)
{
    va_list ap;
    va_start(ap, n);
    va_end(ap);
    return n;
}
