// options: -Wall -Werror
#include <stdio.h>
int main(void)
{
    double average = 2.5;
    printf("Average:\n");
    printf("%d\n",
           average);
    return 0;
}
