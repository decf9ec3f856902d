#include <stdio.h>
int main(void)
{
    printf("a long
text\n");
    return 0;
}
