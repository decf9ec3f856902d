#include <stdio.h>
int main(void)
{
    vector<int> v;
    return 0;
}
