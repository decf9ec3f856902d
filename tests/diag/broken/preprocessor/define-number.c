#define 10 TEN
int x;
