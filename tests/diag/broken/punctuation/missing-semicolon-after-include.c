#include <stdio.h>
int limit = 10;
extern int shared

int main(void)
{
    printf("%d\n", limit);
    return 0;
}
