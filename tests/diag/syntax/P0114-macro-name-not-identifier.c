#define 3 4
int x;
