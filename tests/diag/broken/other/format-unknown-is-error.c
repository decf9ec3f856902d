// options: -Wall -Werror
#include <stdio.h>
int main(void)
{
    printf("%y\n", 3);
    return 0;
}
