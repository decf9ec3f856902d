#include <stdarg.h>
int f(int n, ...)
{
    va_list ap;
    va_start(ap, n);
    int x = va_arg(ap);
    va_end(ap);
    return x;
}
