#include <stdio.h>
int main(void)
{
    double d = 5.5;
    printf("%f\n", d % 2);
    return 0;
}
