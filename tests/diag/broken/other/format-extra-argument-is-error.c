// options: -Wall -Werror
#include <stdio.h>
int main(void)
{
    printf("%d\n", 3, 4);
    return 0;
}
