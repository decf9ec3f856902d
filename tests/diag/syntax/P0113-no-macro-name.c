#define
int x;
