#define __LINE__ 3
int x;
