#include <stdio.h>
struct point { int x, y; };
int main(void)
{
    struct point p;
    scanf("%d", &p.z);
    return 0;
}
