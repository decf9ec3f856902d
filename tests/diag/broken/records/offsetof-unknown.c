#include <stddef.h>
struct point { int x, y; };
size_t f(void)
{
    return offsetof(struct point, z);
}
