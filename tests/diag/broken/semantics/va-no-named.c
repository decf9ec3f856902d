#include <stdarg.h>
int f(int n, ...) { va_list ap; va_start(ap, m); return va_arg(ap, int); }
