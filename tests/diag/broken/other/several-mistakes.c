#include <stdio.h>

int average(int *values, int n)
{
    int sum = 0
    for (i = 0; i < n; i++)
        sum += value[i];
    return sum / n;
}

int main(void)
{
    int v[] = { 1, 2, 3 };
    printf("%d\n", avrage(v, 3);
    return 0;
}
