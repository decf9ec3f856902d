#include <stdio.h>
int main(void)
{
    printf("%c\n", `a`);
    return 0;
}
