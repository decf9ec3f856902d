#define OLD 1
#pragma GCC poison OLD
int x;
