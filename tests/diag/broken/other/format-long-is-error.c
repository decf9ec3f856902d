// options: -Werror=format
#include <stdio.h>
int main(void)
{
    long n = 3;
    printf("%d\n", n);
    return 0;
}
