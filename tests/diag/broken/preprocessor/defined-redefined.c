#define defined 1
int x;
