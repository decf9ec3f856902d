#include <stdio.h>
int main(void)
{
    char b[10];
    fgets(b, sizeof b, stdim);
    return 0;
}
