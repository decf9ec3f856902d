#define GREETING "hello
#include <stdio.h>
int main(void)
{
    puts(GREETING);
    return 0;
}
