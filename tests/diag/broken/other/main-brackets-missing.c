#include <stdio.h>
int main
{
    printf("hi\n");
}
