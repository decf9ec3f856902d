#include <stdio.h>

struct account {
    char name[20];
    double balance;
}

int main(void)
{
    struct account a = { "Ada", 10.0 };
    printf("%s %f\n", a.name, a.balance);
    return 0;
}
