#include <stdio.h>
int main(void)
{
    int age = 20;
    printf("Age: %d\n" age);
    return 0;
}
