#include <string.h>
int main(void)
{
    char a[10];
    strcpy(a);
    return 0;
}
