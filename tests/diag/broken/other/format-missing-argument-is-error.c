// options: -Wall -Werror
#include <stdio.h>
int main(void)
{
    printf("%d and %d\n", 3);
    return 0;
}
