// options: -Wall -Werror
#include <stdlib.h>
int compare(int *a, int *b) { return *a - *b; }
void f(int *a)
{
    qsort(a, 3, sizeof *a, compare);
}
