#include <stdio.h>
int main(void)
{
    char name[] = "Ada";
    printf("Hello " + name + "\n");
    return 0;
}
