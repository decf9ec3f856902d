#include <stdio.h>
int main(void)
{
    int counter = 0;
    conter = counter + 1;
    printf("%d\n", counter);
    return 0;
}
